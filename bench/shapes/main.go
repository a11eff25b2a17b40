//go:build unix

package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"nlgserver/internal/hostile"
	"nlgserver/lint"
	"nlgserver/nlg"
)

func main() {
	size := flag.Int("kib", 32<<10, "size of the content, in KiB")
	only := flag.String("only", "", "measure only shapes whose name contains this")
	child := flag.String("child", "", "measure one shape in this process")
	validate := flag.Bool("validate", false, "run the checks of validate too")
	limit := flag.Duration("limit", time.Minute, "stop a shape after this time")
	dir := flag.String("write", "", "write the files of one shape, that of -child, to this directory, and measure nothing")
	list := flag.Bool("list", false, "print the names of the shapes")
	flag.Parse()
	var err error
	switch {
	case *list:
		for _, s := range hostile.Shapes() {
			fmt.Println(s.Name)
		}
	case *dir != "":
		err = write(shape(*child), *size<<10, *dir)
	case *child != "":
		measure(shape(*child), *size<<10, *validate)
	default:
		err = measureAll(*only, *size, *validate, *limit)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func shape(name string) hostile.Shape {
	for _, s := range hostile.Shapes() {
		if s.Name == name {
			return s
		}
	}
	fmt.Fprintf(os.Stderr, "no shape %q\n", name)
	os.Exit(2)
	return hostile.Shape{}
}

func write(s hostile.Shape, size int, dir string) error {
	for _, f := range s.Files(size) {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// measureAll measures each shape in a process of its own, so that its peak of memory
// is its own too.
func measureAll(only string, size int, validate bool, limit time.Duration) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, s := range hostile.Shapes() {
		if !strings.Contains(s.Name, only) {
			continue
		}
		cmd := exec.Command(self, "-child", s.Name, "-kib", strconv.Itoa(size), "-validate="+strconv.FormatBool(validate))
		timer := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
		out, err := cmd.Output()
		timer.Stop()
		if err != nil {
			out = fmt.Appendf(nil, "%v after %v", err, limit)
		}
		fmt.Printf("%-42s %s\n", s.Name, bytes.TrimSpace(out))
	}
	return nil
}

func measure(s hostile.Shape, size int, validate bool) {
	files := s.Files(size)
	forgetPeak()
	begin, used := time.Now(), processorTime()
	var catalog *nlg.Catalog
	var found nlg.Diagnostics
	if validate {
		result := lint.Run(files, nil, nlg.Options{}, lint.Options{})
		catalog, found = result.Catalog, result.Found
	} else {
		catalog, found = nlg.Compile(files, nlg.Options{})
	}
	took, used := time.Since(begin), processorTime()-used
	what := "served"
	if catalog == nil {
		what = "no error"
		if i := slices.IndexFunc(found, func(d nlg.Diagnostic) bool { return d.Severity == nlg.Error }); i >= 0 {
			what = fmt.Sprintf("%.100s", found[i])
		}
	}
	fmt.Printf("%6.2f s %6.2f s of processor %5d MiB %6d found: %s\n", took.Seconds(), used.Seconds(), peak(), len(found), what)
}

// processorTime returns what the process has used.
func processorTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// forgetPeak leaves out what making the content took; Linux keeps the peak.
func forgetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// peak returns the most memory that the process had, in MiB.
func peak() int {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
			return kib >> 10
		}
	}
	return 0
}
