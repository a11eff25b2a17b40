package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

// newMan returns the hidden command that writes the manual pages. Packages and
// archives carry what it writes.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:     "man DIR",
		Short:   "Write the manual pages, one for each command",
		Hidden:  true,
		Args:    oneArg("directory"),
		Example: `  nlgserver man /usr/local/share/man/man1`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return written(err)
			}
			date, err := manDate(os.Getenv("SOURCE_DATE_EPOCH"))
			if err != nil {
				return err
			}
			return written(writeManTree(cmd.Root(), args[0], date.Format("Jan 2006")))
		},
	}
}

// writeManTree writes the pages of a command and of those below it.
func writeManTree(cmd *cobra.Command, dir, date string) error {
	for _, below := range cmd.Commands() {
		if !hasMan(below) {
			continue
		}
		if err := writeManTree(below, dir, date); err != nil {
			return err
		}
	}
	page := manOf(cmd, date, "nlgserver "+programVersion())
	return os.WriteFile(filepath.Join(dir, manName(cmd)+".1"), []byte(page), 0o644)
}

// manDate returns the date of the pages: the seconds of SOURCE_DATE_EPOCH if it
// is set, so that a build can be repeated.
func manDate(epoch string) (time.Time, error) {
	seconds, err := strconv.ParseInt(cmp.Or(epoch, strconv.FormatInt(time.Now().Unix(), 10)), 10, 64)
	if err != nil {
		return time.Time{}, &exitError{exitUsage, fmt.Errorf("SOURCE_DATE_EPOCH must be a number of seconds, not %q", epoch)}
	}
	return time.Unix(seconds, 0).UTC(), nil
}
