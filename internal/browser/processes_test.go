package browser_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A tab has a process of its own, so that no test waits for the page of another, and not
// the four it would have, which take more time than most tests need for all else. One
// more may be on its way out, or be new in a newer Chromium.
func TestTabHasOneProcess(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("this system does not list its processes in /proc")
	}
	url := serve(t, nil)
	open := func() {
		page := chromium.Page(t)
		page.Open(url)
		page.See("Small page")
	}
	open()
	before := renderers(t)
	const tabs = 3
	for range tabs {
		open()
	}
	started := map[int]string{}
	for pid, line := range renderers(t) {
		if before[pid] == "" {
			started[pid] = line
		}
	}
	switch {
	case len(started) < tabs:
		t.Errorf("%d tabs have %d processes: tabs share one", tabs, len(started))
	case len(started) > 2*tabs:
		t.Errorf("%d tabs have %d processes: look which feature of this Chromium starts them, and add it to unused", tabs, len(started))
		for _, line := range started {
			t.Log(line)
		}
	}
}

// renderers returns the command lines of the processes below this one that draw pages,
// by their ids.
func renderers(t *testing.T) map[int]string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	found := map[int]string{}
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(line), "--type=renderer") {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil {
			t.Fatal(err)
		}
		for above := pid; above > 1; above = parent(above) {
			if above == os.Getpid() {
				found[pid] = strings.ReplaceAll(string(line), "\x00", " ")
				break
			}
		}
	}
	return found
}

// parent returns the id of the process that has started another; 0 if it has ended.
func parent(pid int) int {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	// After the name in parentheses come the state and the parent.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 2 {
		return 0
	}
	id, err := strconv.Atoi(string(fields[1]))
	if err != nil {
		return 0
	}
	return id
}
