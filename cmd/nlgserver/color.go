package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

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
