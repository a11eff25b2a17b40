package main

import (
	"os"
	"os/exec"
	"testing"
)

// TestFallbackGenerator runs the tests of the generator that uses the domain's
// texts when the server cannot be reached, with a server of ours.
func TestFallbackGenerator(t *testing.T) {
	python := pythonWithAiohttp(t)
	for key, value := range variables(t, "../../examples/rasa/token/nlgserver.env") {
		t.Setenv(key, value)
	}
	address := serveInBackground(t, "../../examples/rasa/content")
	test := exec.CommandContext(t.Context(), python, "-B", "../../examples/rasa/nlg_with_fallback_test.py")
	test.Env = append(os.Environ(), "NLGSERVER_URL=http://"+address+"/nlg", "NLGSERVER_TOKEN=change-me")
	if out, err := test.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// pythonWithAiohttp returns a Python that has the only library that Rasa and the
// example need.
func pythonWithAiohttp(t *testing.T) string {
	t.Helper()
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), python, "-c", "import aiohttp").Run() == nil {
			return python
		}
	}
	t.Skip("no python3 with aiohttp: install the packages python3 and python3-aiohttp")
	return ""
}
