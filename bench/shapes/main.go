package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
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
	size := flag.Int("mib", 32, "size of the content, in MiB")
	only := flag.String("only", "", "measure only shapes whose name contains this")
	child := flag.String("child", "", "measure one shape in this process")
	validate := flag.Bool("validate", false, "run the checks of validate too")
	limit := flag.Duration("limit", time.Minute, "end a shape after this time")
	flag.Parse()
	if *child != "" {
		for _, s := range hostile.Shapes() {
			if s.Name == *child {
				measure(s, *size<<20, *validate)
			}
		}
		return
	}
	for _, s := range hostile.Shapes() {
		if !strings.Contains(s.Name, *only) {
			continue
		}
		cmd := exec.Command(os.Args[0], "-child", s.Name, "-mib", strconv.Itoa(*size), "-validate="+strconv.FormatBool(*validate))
		cmd.Stderr = nil
		timer := time.AfterFunc(*limit, func() { _ = cmd.Process.Kill() })
		out, err := cmd.Output()
		timer.Stop()
		peak := int64(0)
		if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = u.Maxrss >> 10
		}
		if err != nil {
			out = []byte(fmt.Sprintf("%6.2f s  %s", limit.Seconds(), err))
		}
		fmt.Printf("%-42s %5d MiB %s\n", s.Name, peak, strings.TrimSpace(string(out)))
	}
}

func measure(s hostile.Shape, size int, validate bool) {
	files := s.Files(size)
	start := time.Now()
	var catalog *nlg.Catalog
	var found nlg.Diagnostics
	if validate {
		result := lint.Run(files, nil, nlg.Options{}, lint.Options{})
		catalog, found = result.Catalog, result.Found
	} else {
		catalog, found = nlg.Compile(files, nlg.Options{})
	}
	took := time.Since(start)
	first := "served"
	if catalog == nil {
		i := slices.IndexFunc(found, func(d nlg.Diagnostic) bool { return d.Severity == nlg.Error })
		first = fmt.Sprintf("%s %d:%d %.70s", found[i].Code, found[i].Line, found[i].Column, found[i].Message)
	}
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	cpu := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	fmt.Printf("%6.2f s  cpu %6.2f  %7d found  %s\n", took.Seconds(), cpu.Seconds(), len(found), first)
}
