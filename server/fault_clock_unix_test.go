//go:build unix

package server

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// stopwatch measures how long a program takes for something, as if it had the machine
// to itself: other tests may use the processors meanwhile.
type stopwatch struct {
	of    *child
	began time.Time
	usage usage
}

func (c *child) stopwatch() stopwatch { return stopwatch{c, time.Now(), c.usage()} }

// took returns the time since the stopwatch was made without that of other programs.
// It is at least the processor time of the program.
func (s stopwatch) took() time.Duration {
	wall, now := time.Since(s.began), s.of.usage()
	own, all := now.own-s.usage.own, now.all-s.usage.all
	others := max(all-own, 0) / time.Duration(now.processors)
	return min(wall, max(own, wall-others))
}

// usage is how long processors were used.
type usage struct {
	// own is by the program, all by everybody, on all processors together.
	own, all   time.Duration
	processors int
}

// usage returns zeros and one processor on systems that do not tell.
func (c *child) usage() usage {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.Process.Pid))
	machine, err2 := os.ReadFile("/proc/stat")
	if err != nil || err2 != nil {
		return usage{processors: 1}
	}
	// The fields are counted from the end of the name, which may contain anything.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	u := usage{own: c.ticks(fields[11:13])} // in user mode and in the system
	for line := range bytes.Lines(machine) {
		fields := bytes.Fields(line)
		switch {
		case len(fields) < 9 || !bytes.HasPrefix(fields[0], []byte("cpu")):
		case len(fields[0]) == len("cpu"):
			u.all = c.ticks(fields[1:4]) + c.ticks(fields[6:9]) // without idling and waiting for disks
		default:
			u.processors++
		}
	}
	u.processors = max(u.processors, 1)
	return u
}

// ticks adds up times as Linux tells them, in hundredths of a second.
func (c *child) ticks(fields [][]byte) time.Duration {
	c.t.Helper()
	var sum int64
	for _, field := range fields {
		n, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			c.t.Fatal(err)
		}
		sum += n
	}
	return time.Duration(sum) * time.Second / 100
}
