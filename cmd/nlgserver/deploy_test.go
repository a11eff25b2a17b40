package main

import (
	"encoding/json"
	"iter"
	"maps"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"nlgserver/internal/yamlsrc"
)

// checkVariables fails the test for variables that serve does not know, or whose
// values it does not accept.
func checkVariables(t *testing.T, where string, variables iter.Seq2[string, string]) {
	t.Helper()
	flags := newServe().Flags()
	byName := map[string]*pflag.Flag{}
	flags.VisitAll(func(f *pflag.Flag) {
		byName["NLG_"+strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))] = f
	})
	for name, value := range variables {
		switch f := byName[name]; {
		case name == "GOMEMLIMIT" || name == "ZONEINFO":
		case f == nil:
			t.Errorf("%s: serve has no flag for %s", where, name)
		case f.Value.Set(value) != nil:
			t.Errorf("%s: %s cannot be %q", where, name, value)
		}
	}
}

// read returns a file of the repository.
func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func decodeYAML(t *testing.T, name, text string, v any) {
	t.Helper()
	doc, diags := yamlsrc.Parse(name, []byte(text), yamlsrc.Options{Lenient: true})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	if err := json.Unmarshal(doc.Root.ToValue().AppendJSON(nil), v); err != nil {
		t.Fatal(name, err)
	}
}

// TestSystemd checks that the program knows all that the unit and its drop-in set.
func TestSystemd(t *testing.T) {
	environment := regexp.MustCompile(`(?m)^Environment=(\w+)=(.*)$`)
	credential := regexp.MustCompile(`(?m)^LoadCredential=([\w-]+):/`)
	for _, name := range []string{"nlgserver.service", "listen.conf", "fleet.conf"} {
		text := read(t, "deploy/systemd/"+name)
		found := map[string]string{}
		for _, m := range environment.FindAllStringSubmatch(text, -1) {
			found[m[1]] = m[2]
		}
		if len(found) < 3 {
			t.Errorf("%s sets only %v", name, found)
		}
		checkVariables(t, name, maps.All(found))
		for _, m := range credential.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(slices.Collect(maps.Values(found)), "%d/"+m[1]) {
				t.Errorf("%s: %s is not used", name, m[1])
			}
		}
	}
	unit := read(t, "deploy/systemd/nlgserver.service")
	for _, line := range []string{"Type=notify", "ExecReload=/bin/kill -HUP $MAINPID", "DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="} {
		if !slices.Contains(strings.Split(unit, "\n"), line) {
			t.Errorf("the unit has no %s", line)
		}
	}
}

// longestStop returns how long the server takes to stop at most.
func longestStop(t *testing.T, env map[string]string) (stop time.Duration) {
	t.Helper()
	for _, name := range []string{"NLG_SHUTDOWN_DELAY", "NLG_DRAIN"} {
		d, err := time.ParseDuration(env[name])
		if err != nil {
			t.Error(name, err)
		}
		stop += d
	}
	return stop
}

// TestDockerfile checks that the image runs commands that exist, as a user
// without privileges, on the port that it exposes.
func TestDockerfile(t *testing.T) {
	text := read(t, "Dockerfile")
	_, last, ok := strings.Cut(text, "\nFROM scratch\n")
	if !ok {
		t.Fatal("the last stage is not from scratch")
	}
	lines := map[string]string{}
	for line := range strings.Lines(last) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		lines[word] = rest
	}
	env := map[string]string{}
	for pair := range strings.FieldsSeq(lines["ENV"]) {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	checkVariables(t, "Dockerfile", maps.All(env))
	if _, port, err := net.SplitHostPort(env["NLG_LISTEN"]); err != nil || !slices.Contains(strings.Fields(lines["EXPOSE"]), port) {
		t.Errorf("it listens on %q, exposed is %s", env["NLG_LISTEN"], lines["EXPOSE"])
	}
	const dockerKills = 10 * time.Second
	if stop := longestStop(t, env); stop >= dockerKills {
		t.Errorf("Docker kills after %v, but it may take %v to stop", dockerKills, stop)
	}
	if lines["USER"] != "65532:65532" || lines["ENTRYPOINT"] != `["/nlgserver"]` || !strings.HasSuffix(lines["HEALTHCHECK"], `CMD ["/nlgserver", "healthcheck"]`) {
		t.Errorf("%v", lines)
	}
	for _, args := range [][]string{{"healthcheck"}, {"serve"}} {
		if found, _, err := newRoot().Find(args); err != nil || found.Name() != args[0] {
			t.Errorf("there is no command %s", args[0])
		}
	}
}

// TestCompose checks that the program knows the settings of the service beside
// Rasa.
func TestCompose(t *testing.T) {
	text := strings.ReplaceAll(read(t, "examples/rasa/docker-compose.yml"), "${NLG_TOKEN:?choose a token}", "x")
	var compose struct {
		Services map[string]struct {
			Command     []string
			Environment map[string]string
			Volumes     []string
			ReadOnly    bool `json:"read_only"`
		}
	}
	decodeYAML(t, "docker-compose.yml", text, &compose)
	s, ok := compose.Services["nlgserver"]
	if !ok || !s.ReadOnly || !slices.Equal(s.Command, []string{"serve", "/content"}) || !slices.Contains(s.Volumes, "./content:/content:ro") {
		t.Errorf("%+v", s)
	}
	checkVariables(t, "docker-compose.yml", maps.All(s.Environment))
	for _, volume := range compose.Services["rasa"].Volumes {
		from, _, _ := strings.Cut(volume, ":")
		if strings.HasSuffix(from, ".yml") {
			read(t, "examples/rasa/"+from)
		}
	}
}
