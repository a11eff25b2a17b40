package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

const twoAssistants = "examples/two-assistants/"

// TestTwoAssistants runs the commands in the README of the example as printed, from the
// root of the repository, and compares the output. "…" matches anything. The server
// listens on another port; a curl line is sent from here, and also by curl where there is
// one.
func TestTwoAssistants(t *testing.T) {
	steps := tutorialSteps(strings.Split(read(t, twoAssistants+"README.md"), "\n"))
	t.Chdir("../..")
	t.Setenv("NLG_LISTEN", "127.0.0.1:0")
	curl, noCurl := exec.LookPath("curl")
	address, asked := "", 0
	for _, one := range steps {
		args, err := splitCommand(one.command)
		if err != nil {
			t.Fatalf("%s: %v", one.command, err)
		}
		var outputs []string
		switch {
		case args[0] == "curl":
			asked++
			outputs = append(outputs, curled(t, args[1:], address))
			if noCurl == nil {
				outputs = append(outputs, runCurl(t, curl, args[1:], address))
			}
		case slices.Equal(args[:min(4, len(args))], []string{"go", "run", "./cmd/nlgserver", "serve"}):
			address = startInBackground(t, args[3:])
			continue
		case slices.Equal(args[:min(3, len(args))], []string{"go", "run", "./cmd/nlgserver"}):
			var out bytes.Buffer
			if code := execute(t.Context(), args[3:], strings.NewReader(""), &out, &out); code != exitFine {
				t.Errorf("$ %s\nexit code %d", one.command, code)
			}
			outputs = append(outputs, strings.TrimSuffix(out.String(), "\n"))
		default:
			t.Fatalf("the test cannot run %q", one.command)
		}
		for _, output := range outputs {
			if diff := differ(one.want, strings.Split(output, "\n")); diff != "" {
				t.Errorf("line %d: $ %s\n-printed +now\n%s", one.line+1, one.command, diff)
			}
		}
	}
	if address == "" || asked < 8 {
		t.Errorf("the README asks only %d times, of %q", asked, address)
	}
	checkEndpoints(t, address)
}

// checkEndpoints sends what Rasa would with the endpoints.yml of each assistant.
func checkEndpoints(t *testing.T, address string) {
	t.Helper()
	for name, want := range map[string]string{
		"bank": `{"text":"Good day, Ann. Which account is it about?"}`,
		"shop": `{"text":"Hi Ann! Looking for shoes again?"}`,
	} {
		e := readEndpoint(t, filepath.Join(twoAssistants, name, "endpoints.yml"))
		reply, err := e.client(t, address).Do(e.request(t, false))
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(reply.Body)
		reply.Body.Close()
		if string(text) != want {
			t.Errorf("%s gets %s, want %s", name, text, want)
		}
	}
}

// startInBackground runs serve until the test ends, and returns the address.
func startInBackground(t *testing.T, args []string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var errs syncBuffer
	ended := make(chan int, 1)
	go func() { ended <- execute(ctx, args, strings.NewReader(""), io.Discard, &errs) }()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != exitFine {
			t.Errorf("exit code %d: %s", code, errs.String())
		}
	})
	pattern := regexp.MustCompile(`msg=serving address=(\S+)`)
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(10 * time.Millisecond) {
		if found := pattern.FindStringSubmatch(errs.String()); found != nil {
			return found[1]
		}
	}
	t.Fatalf("%q did not start: %s", args, errs.String())
	return ""
}

// splitCommand splits a command line as a shell does, with quotes and backslashes at the
// ends of lines.
func splitCommand(line string) ([]string, error) {
	var args []string
	var word strings.Builder
	var quote rune
	inWord := false
	for _, c := range strings.ReplaceAll(line, "\\\n", " ") {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote, inWord = c, true
		case quote == 0 && (c == ' ' || c == '\n'):
			if inWord {
				args = append(args, word.String())
			}
			word.Reset()
			inWord = false
		case quote != '\'' && strings.ContainsRune("\\$`|;&<>*?", c):
			return nil, errors.New("only quotes and spaces are understood")
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if inWord {
		args = append(args, word.String())
	}
	if quote != 0 || len(args) == 0 {
		return nil, errors.New("a quote is not closed, or there is no command")
	}
	return args, nil
}

const readmeAddress = "127.0.0.1:5056"

// curled sends the request of a curl line, and returns the body of the reply.
func curled(t *testing.T, args []string, address string) string {
	t.Helper()
	method, target, body := http.MethodGet, "", ""
	header := http.Header{"User-Agent": {"curl/8.0"}, "Accept": {"*/*"}}
	explicit := false
	for i := 0; i < len(args); i++ {
		value := func() string {
			if i++; i == len(args) {
				t.Fatalf("%q has no value", args[i-1])
			}
			return args[i]
		}
		switch arg := args[i]; arg {
		case "-s":
		case "-X":
			method, explicit = value(), true
		case "-d":
			if body = value(); !explicit {
				method = http.MethodPost
			}
		case "-H":
			name, text, _ := strings.Cut(value(), ":")
			header.Set(name, strings.TrimSpace(text))
		default:
			if strings.HasPrefix(arg, "-") || target != "" {
				t.Fatalf("the test does not know %q of curl", arg)
			}
			target = arg
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), method, elsewhere(t, target, address), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	reply, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// runCurl runs curl itself.
func runCurl(t *testing.T, curl string, args []string, address string) string {
	t.Helper()
	args = slices.Clone(args)
	for i, arg := range args {
		if strings.HasPrefix(arg, "http://") {
			args[i] = elsewhere(t, arg, address)
		}
	}
	cmd := exec.CommandContext(t.Context(), curl, args...)
	cmd.Env = []string{} // no proxy, and no settings of whoever runs the test
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return string(out)
}

// elsewhere returns a URL of the README at the address where the server listens.
func elsewhere(t *testing.T, target, address string) string {
	t.Helper()
	if !strings.HasPrefix(target, "http://"+readmeAddress+"/") || address == "" {
		t.Fatalf("%q is not at the address of the server, or it does not run yet", target)
	}
	return strings.Replace(target, readmeAddress, address, 1)
}
