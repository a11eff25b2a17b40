package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"
)

// The values of --color.
const (
	colorAuto   = "auto"
	colorAlways = "always"
	colorNever  = "never"
)

func registerColor(flags *pflag.FlagSet, color *string) {
	flags.StringVar(color, "color", colorAuto, "auto, always or never; auto is for terminals only, and respects NO_COLOR")
}

// useColor says whether to colour what goes to out.
func useColor(out io.Writer, flag string) (bool, error) {
	switch flag {
	case colorAlways:
		return true, nil
	case colorNever:
		return false, nil
	case colorAuto:
	default:
		return false, fmt.Errorf("--color: %q is none of auto, always and never", flag)
	}
	file, isFile := out.(*os.File)
	if !isFile || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false, nil
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0, nil
}
