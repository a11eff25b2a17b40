package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// wrk drives the server with the program wrk.
func wrk(s *settings, address string, body []byte) (figures, error) {
	dir, err := os.MkdirTemp("", "nlgbench")
	if err != nil {
		return figures{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	bodyFile, script := filepath.Join(dir, "body.json"), filepath.Join(dir, "post.lua")
	if err := os.WriteFile(bodyFile, body, 0o600); err != nil {
		return figures{}, err
	}
	lua := fmt.Sprintf("wrk.method = %q\nwrk.headers[%q] = %q\nlocal f = io.open(%q, \"rb\")\nwrk.body = f:read(\"*a\")\nf:close()\n",
		"POST", "Content-Type", "application/json", bodyFile)
	if err := os.WriteFile(script, []byte(lua), 0o600); err != nil {
		return figures{}, err
	}
	// wrk accepts only whole seconds.
	seconds := strconv.Itoa(max(1, int(s.duration.Seconds())))
	out, err := exec.Command("wrk", "-t1", "-c"+strconv.Itoa(s.connections), "-d"+seconds+"s", "--latency", "-s", script, "http://"+address+"/nlg").CombinedOutput()
	if err != nil {
		return figures{}, fmt.Errorf("wrk: %w: %s", err, out)
	}
	return parseWrk(string(out))
}

func parseWrk(out string) (figures, error) {
	find := func(pattern string) string {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(out); m != nil {
			return m[1]
		}
		return ""
	}
	if bad := find(`(Non-2xx or 3xx responses: \d+|Socket errors: .*)`); bad != "" {
		return figures{}, fmt.Errorf("wrk: %s", bad)
	}
	var f figures
	var err error
	if f.requests, err = strconv.Atoi(find(`(\d+) requests in`)); err != nil || f.requests == 0 {
		return f, fmt.Errorf("wrk printed no number of requests: %s", out)
	}
	if f.throughput, err = strconv.ParseFloat(find(`Requests/sec:\s+([\d.]+)`), 64); err != nil {
		return f, fmt.Errorf("wrk printed no rate: %s", out)
	}
	for pattern, to := range map[string]*float64{`(?m)^\s+50%\s+(\S+)`: &f.p50, `(?m)^\s+99%\s+(\S+)`: &f.p99} {
		d, err := time.ParseDuration(find(pattern))
		if err != nil {
			return f, fmt.Errorf("wrk printed no latency: %s", out)
		}
		*to = float64(d.Microseconds())
	}
	return f, nil
}
