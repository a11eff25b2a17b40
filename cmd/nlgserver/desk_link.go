package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/desk"
)

// deskTerminal is how long the desk waits before it looks whether it can read the terminal
// again.
const deskTerminal = time.Second

func tellLink(errs io.Writer, base string, d *desk.Desk) {
	fmt.Fprintf(errs, "Open %s%s\nThe link works once.\n", base, d.NewLink())
}

// offerLinks tells a link, and another one each time that somebody presses Enter.
func offerLinks(cmd *cobra.Command, base string, d *desk.Desk) {
	tellLink(cmd.ErrOrStderr(), base, d)
	if !isTerminal(cmd.InOrStdin()) {
		return
	}
	fmt.Fprintln(cmd.ErrOrStderr(), "Press Enter for a new link, and Ctrl+C to stop.")
	stayInBackground()
	go renewLinks(cmd, base, d)
}

// renewLinks prints a new link for each line of the terminal.
func renewLinks(cmd *cobra.Command, base string, d *desk.Desk) {
	for in := bufio.NewReader(cmd.InOrStdin()); ; {
		switch _, err := in.ReadSlice('\n'); {
		case err == nil:
			tellLink(cmd.ErrOrStderr(), base, d)
		case errors.Is(err, bufio.ErrBufferFull): // the line goes on
		case errors.Is(err, syscall.EIO): // in the background
			time.Sleep(deskTerminal)
		default:
			return
		}
	}
}

// isTerminal reports whether a person can press Enter.
func isTerminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
