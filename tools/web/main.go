package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	dir := flag.String("web", filepath.FromSlash("../../desk/web"), "directory of the page's sources")
	check := flag.Bool("check", false, "write nothing; fail if the built files are not current")
	flag.Parse()
	if err := run(os.Stdout, *dir, *check); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// run builds the page in dir, and writes or checks its dist. It prints what it wrote,
// with the sizes before compression.
func run(out io.Writer, dir string, check bool) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	built, err := build(dir)
	if err != nil {
		return err
	}
	dist := filepath.Join(dir, "dist")
	if check {
		return built.check(dist)
	}
	if err := built.write(dist); err != nil {
		return err
	}
	for _, name := range built.names() {
		fmt.Fprintf(out, "%8d  %s\n", len(built[name]), name)
	}
	return nil
}
