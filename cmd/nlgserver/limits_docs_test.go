package main

import (
	"fmt"
	"go/constant"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"nlgserver/docs"
	"nlgserver/internal/golden"
	"nlgserver/interpolate/jinja"
)

// computedBounds are bounds that are no constants.
func computedBounds() map[string]int64 {
	j := jinja.DefaultLimits()
	return map[string]int64{
		"interpolate/jinja.DefaultLimits.Steps":  int64(j.Steps),
		"interpolate/jinja.DefaultLimits.Output": int64(j.Output),
		"interpolate/jinja.DefaultLimits.Depth":  int64(j.Depth),
	}
}

// TestLimitsDocs checks that docs/limits.md has all bounds, with the values of the
// code. Rewrite it with go test ./cmd/nlgserver -run TestLimitsDocs -update.
func TestLimitsDocs(t *testing.T) {
	l := readLimits(t)
	golden.File(t, "../../docs/limits.md", l.page(t))
	l.checkAll(t)
}

// limits is what the tables are checked against.
type limits struct {
	constants map[string]*sourceConstant
	flags     *pflag.FlagSet
	codes     map[string]bool
}

func readLimits(t *testing.T) *limits {
	l := &limits{constants: constantsIn(t, "../.."), flags: pflag.NewFlagSet("serve", pflag.ContinueOnError), codes: map[string]bool{}}
	newServeFlags().register(l.flags)
	for _, c := range l.constants {
		if c.code != "" {
			l.codes[c.code] = true
		}
	}
	if len(l.codes) == 0 {
		t.Error("no code of a problem document is found")
	}
	return l
}

// page returns docs/limits.md.
func (l *limits) page(t *testing.T) string {
	var b strings.Builder
	b.WriteString(`<!-- Written by go test ./cmd/nlgserver -run TestLimitsDocs -update; edit cmd/nlgserver/limits_table_test.go instead. -->
# Limits

No request and no content makes the server grow without end, hang, or lose requests: each of these bounds has a default, and what exceeds it is
refused with a reason. A bound without a flag cannot be changed. If real content or a real conversation exceeds one, that is a bug: please report it.
[security.md](security.md) says what the bounds protect from.
`)
	for _, group := range boundGroups {
		fmt.Fprintf(&b, "\n## %s\n\n", group.title)
		if group.about != "" {
			b.WriteString(group.about + "\n\n")
		}
		b.WriteString("| bound | default | why | flag | above it |\n|---|---|---|---|---|\n")
		for _, row := range group.rows {
			value, err := l.value(row)
			if err != nil {
				t.Errorf("%s, %q: %v", group.title, row.what, err)
				continue
			}
			flag := row.flag
			if strings.HasPrefix(row.of, "--") {
				flag = row.of
			}
			if flag != "" {
				flag = "`" + flag + "`"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", row.what, value, row.why, flag, row.above)
		}
	}
	return b.String()
}

// value returns the default of a bound as it is shown.
func (l *limits) value(row boundRow) (string, error) {
	if n, ok := computedBounds()[row.of]; ok {
		return amount(n, row.unit), nil
	}
	name, isFlag := strings.CutPrefix(row.of, "--")
	if !isFlag {
		c := l.constants[row.of]
		if c == nil {
			return "", fmt.Errorf("there is no constant %s: if it has a new name, write that to boundGroups; if the bound is gone, delete its row", row.of)
		}
		n, ok := constant.Int64Val(c.value)
		switch {
		case !ok:
			return "", fmt.Errorf("%s is no integer", row.of)
		case c.isDuration:
			return inUnits(time.Duration(n)), nil
		}
		return amount(n, row.unit), nil
	}
	f := l.flags.Lookup(name)
	if f == nil {
		return "", fmt.Errorf("serve has no flag %s: if it has a new name, write that to boundGroups; if it is gone, delete its row", row.of)
	}
	if f.Value.Type() == "duration" {
		d, err := time.ParseDuration(f.DefValue)
		return inUnits(d), err
	}
	n, err := strconv.ParseInt(f.DefValue, 10, 64)
	return amount(n, row.unit), err
}

// amount writes a number with its unit.
func amount(n int64, unit string) string {
	size, per, isSize := strings.Cut(unit, "/")
	if size == "bytes" {
		if isSize {
			per = "/" + per
		}
		for _, u := range []struct {
			name string
			size int64
		}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
			if n >= u.size && n%u.size == 0 {
				return strconv.FormatInt(n/u.size, 10) + " " + u.name + per
			}
		}
	}
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && n >= 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return strings.TrimSpace(digits + " " + unit)
}

// inUnits writes a duration in its largest whole unit.
func inUnits(d time.Duration) string {
	for _, u := range []struct {
		name string
		size time.Duration
	}{{"h", time.Hour}, {"min", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}} {
		if d >= u.size && d%u.size == 0 {
			return fmt.Sprintf("%d %s", d/u.size, u.name)
		}
	}
	return d.String()
}

var codeInTable = regexp.MustCompile("`([a-z]+_[a-z_]+|NLG[0-9]+)`")

// checkAll checks that no bound is missing, and that the codes exist.
func (l *limits) checkAll(t *testing.T) {
	listed := map[string]bool{}
	for _, group := range boundGroups {
		for _, row := range group.rows {
			listed[row.of], listed[row.flag] = true, true
			if name, ok := strings.CutPrefix(row.flag, "--"); ok && l.flags.Lookup(name) == nil {
				t.Errorf("%q names %s, which is no flag of serve", row.what, row.flag)
			}
			if row.what == "" || row.why == "" {
				t.Errorf("%s of %q: say what is bounded, and why", row.of, group.title)
			}
			for _, m := range codeInTable.FindAllStringSubmatch(row.above, -1) {
				if _, ok := docs.Diagnostic(m[1]); !ok && !l.codes[m[1]] {
					t.Errorf("%q names `%s`, which is neither a code of a problem document nor of a diagnostic", row.what, m[1])
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.constants)) {
		if l.constants[name].isBound(name) && !listed[name] && !isNoBound(name) {
			t.Errorf("%s looks like a bound: give it a row in boundGroups, and run this test with -update; if it is none, add it to notBounds", name)
		}
	}
	l.flags.VisitAll(func(f *pflag.Flag) {
		switch f.Value.Type() {
		case "int", "int64", "uint64", "duration":
			if !listed["--"+f.Name] && !slices.Contains(flagsWithoutBound, f.Name) {
				t.Errorf("--%s looks like a bound: give it a row in boundGroups, or add it to flagsWithoutBound", f.Name)
			}
		}
	})
}

func isNoBound(name string) bool {
	for _, patterns := range notBounds {
		for _, pattern := range patterns {
			if ok, _ := path.Match(pattern, name); ok {
				return true
			}
		}
	}
	return false
}
