package main

import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
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
			cmd.Root().DisableAutoGenTag = true
			header := &doc.GenManHeader{Section: "1", Source: "nlgserver " + programVersion(), Manual: "nlgserver manual", Date: date}
			return written(doc.GenManTree(cmd.Root(), header, args[0]))
		},
	}
}

// manDate returns the date of the pages: the seconds of SOURCE_DATE_EPOCH if it
// is set, so that a build can be repeated.
func manDate(epoch string) (*time.Time, error) {
	seconds, err := strconv.ParseInt(cmp.Or(epoch, strconv.FormatInt(time.Now().Unix(), 10)), 10, 64)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("SOURCE_DATE_EPOCH must be a number of seconds, not %q", epoch)}
	}
	date := time.Unix(seconds, 0).UTC()
	return &date, nil
}
