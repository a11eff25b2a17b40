package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"nlgserver/compare"
	"nlgserver/internal/diag"
	"nlgserver/preview"
)

// The values of --color.
const (
	colorAuto   = "auto"
	colorAlways = "always"
	colorNever  = "never"
)

func registerColor(flags *pflag.FlagSet, color *string) {
	flags.StringVar(color, "color", colorAuto, "when to use colors: auto, always or never; auto uses them on a terminal unless NO_COLOR is set")
}

// useColor reports whether to write colors to out.
func useColor(out io.Writer, flag string) (bool, error) {
	switch flag {
	case colorAlways:
		return true, nil
	case colorNever:
		return false, nil
	case colorAuto:
	default:
		return false, fmt.Errorf("--color: %q is not auto, always or never", flag)
	}
	file, isFile := out.(*os.File)
	if !isFile || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false, nil
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0, nil
}

// The escape sequences of a terminal.
const (
	redText    = "\x1b[31m"
	greenText  = "\x1b[32m"
	yellowText = "\x1b[33m"
	boldText   = "\x1b[1m"
	dimText    = "\x1b[2m"
	plainText  = "\x1b[0m"
)

// toneColors are the colors of a preview.
var toneColors = map[preview.Tone]string{preview.Muted: dimText, preview.Caution: yellowText, preview.Alarm: redText}

// paintTone colors a line of a preview.
func paintTone(tone preview.Tone, line string) string { return toneColors[tone] + line + plainText }

// paintIf colors a text if colors are used.
func paintIf(colored bool, color, text string) string {
	if !colored || text == "" {
		return text
	}
	return color + text + plainText
}

// diagnosticPaint returns how diagnostics are colored; nil for not at all.
func diagnosticPaint(colored bool) diag.Paint {
	if !colored {
		return nil
	}
	colors := map[diag.Part]string{
		diag.PartPosition: boldText, diag.PartWarning: yellowText, diag.PartError: redText, diag.PartCode: dimText, diag.PartGutter: dimText,
	}
	return func(part diag.Part, text string) string { return paintIf(true, colors[part], text) }
}

// tallyColor is the color of the line that counts the findings.
func tallyColor(found diag.List) string {
	switch {
	case found.HasErrors():
		return redText
	case len(found) > 0:
		return yellowText
	default:
		return greenText
	}
}

// diffPaint returns how differences are colored; nil for not at all.
func diffPaint(colored bool) compare.Paint {
	if !colored {
		return nil
	}
	colors := map[compare.Kind]string{compare.Added: greenText, compare.Removed: redText, compare.Changed: yellowText}
	return func(kind compare.Kind, text string) string { return paintIf(true, colors[kind], text) }
}
