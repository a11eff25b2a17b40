package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestDidYouMean checks what is said about commands and flags that do not exist.
func TestDidYouMean(t *testing.T) {
	for line, want := range map[string]string{
		"valdate":                  `unknown command "valdate"; did you mean "validate"?`,
		"Validate":                 `unknown command "Validate"; did you mean "validate"?`,
		"ls":                       `unknown command "ls"; did you mean "list"?`,
		"export":                   `unknown command "export"; did you mean "export-domain"?`,
		"check_domain":             `unknown command "check_domain"; did you mean "check-domain"?`,
		"lint domain/":             `unknown command "lint"; did you mean "validate"?`,
		"grep balance":             `unknown command "grep"; did you mean "search"?`,
		"frobnicate":               "unknown command \"frobnicate\": `nlgserver --help` lists all commands",
		"validate --formt json":    "unknown flag --formt; did you mean --format?",
		"validate --for_channel x": "unknown flag --for_channel; did you mean --for-channel?",
		"serve --token-fil x":      "unknown flag --token-fil; did you mean --token-file?",
		"test --min-cov 80":        "unknown flag --min-cov; did you mean --min-coverage?",
		"validate --nonsense":      "unknown flag --nonsense: `nlgserver validate --help` lists all flags",
		"validate -x":              "unknown flag -x: `nlgserver validate --help` lists all flags",
		"--verson":                 "unknown flag --verson; did you mean --version?",
	} {
		var out, errs bytes.Buffer
		if code := execute(t.Context(), strings.Fields(line), strings.NewReader(""), &out, &errs); code != exitUsage {
			t.Errorf("%s: exit code %d", line, code)
		}
		if got := strings.TrimSpace(errs.String()); got != "nlgserver: "+want || out.Len() > 0 {
			t.Errorf("%s:\n got %s%s\nwant nlgserver: %s", line, out.String(), got, want)
		}
	}
}
