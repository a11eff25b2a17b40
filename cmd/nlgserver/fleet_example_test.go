package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"nlgserver/internal/freeport"
)

const fleetExample = "examples/fleet/"

// TestFleetExample runs the commands in the README of the example as printed, from the root
// of the repository, and compares the output. The nodes of NATS run in this process; they
// and the replicas have other ports and directories.
func TestFleetExample(t *testing.T) {
	steps := tutorialSteps(strings.Split(read(t, fleetExample+"README.md"), "\n"))
	t.Chdir("../..")
	t.Setenv("NLG_LISTEN", "") // the README has a flag
	curl, noCurl := exec.LookPath("curl")
	elsewhere := portsElsewhere(t)
	var nodes []*server.Server
	replicas := map[string]string{}
	ran := 0
	for _, one := range steps {
		if strings.Contains(one.command, "rollback 2") {
			nodes[2].Shutdown() // as the text before it says
			nodes[2].WaitForShutdown()
		}
		args, err := splitCommand(elsewhere.Replace(one.command))
		if err != nil {
			t.Fatalf("%s: %v", one.command, err)
		}
		var outputs []string
		switch {
		case args[0] == "nats-server":
			nodes = append(nodes, startNode(t, args[2], elsewhere))
			continue
		case args[0] == "export":
			waitForLeader(t, nodes)
			name, value, _ := strings.Cut(args[1], "=")
			t.Setenv(name, value)
			continue
		case args[0] == "curl":
			i := slices.IndexFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "http://") })
			host, _, _ := strings.Cut(strings.TrimPrefix(args[i], "http://"), "/")
			args[i] = strings.Replace(args[i], host, readmeAddress, 1)
			outputs = append(outputs, curled(t, args[1:], replicas[host]))
			if noCurl == nil {
				outputs = append(outputs, runCurl(t, curl, args[1:], replicas[host]))
			}
		case slices.Equal(args[:min(4, len(args))], []string{"go", "run", "./cmd/nlgserver", "serve"}):
			last := len(args) - 1
			printed := args[last]
			args[last] = "127.0.0.1:0"
			replicas[printed] = startInBackground(t, args[3:])
			waitUntilReady(t, replicas[printed])
			continue
		case slices.Equal(args[:min(3, len(args))], []string{"go", "run", "./cmd/nlgserver"}):
			var out bytes.Buffer
			if code := execute(t.Context(), args[3:], strings.NewReader(""), &out, &out); code != exitFine {
				t.Errorf("$ %s\nexit code %d\n%s", one.command, code, out.String())
			}
			outputs = append(outputs, strings.TrimSuffix(out.String(), "\n"))
		default:
			t.Fatalf("the test cannot run %q", one.command)
		}
		ran++
		for _, output := range outputs {
			if diff := differ(one.want, strings.Split(output, "\n")); diff != "" {
				t.Errorf("line %d: $ %s\n-printed +now\n%s", one.line+1, one.command, diff)
			}
		}
	}
	if len(nodes) != 3 || len(replicas) != 2 || ran < 10 {
		t.Errorf("%d nodes, %d replicas, %d commands", len(nodes), len(replicas), ran)
	}
}

// portsElsewhere replaces the ports of the nodes in the README and in their files by free
// ones, and their directory by one of the test.
func portsElsewhere(t *testing.T) *strings.Replacer {
	t.Helper()
	pairs := []string{"/tmp/nlgserver-fleet", filepath.ToSlash(t.TempDir())}
	written := []string{"4221", "4222", "4223", "6221", "6222", "6223"}
	free, err := freeport.Take(len(written))
	if err != nil {
		t.Fatal(err)
	}
	for i, port := range written {
		pairs = append(pairs, "127.0.0.1:"+port, freeport.Address(free[i]))
	}
	return strings.NewReplacer(pairs...)
}

// startNode runs a node of NATS until the test ends.
func startNode(t *testing.T, config string, elsewhere *strings.Replacer) *server.Server {
	t.Helper()
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "nats.conf")
	if err := os.WriteFile(name, []byte(elsewhere.Replace(string(text))), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := server.ProcessConfigFile(name)
	if err != nil {
		t.Fatal(err)
	}
	o.NoLog, o.NoSigs = true, true
	node, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	node.Start()
	t.Cleanup(func() { node.Shutdown(); node.WaitForShutdown() })
	return node
}

// waitForLeader waits until the nodes have found each other.
func waitForLeader(t *testing.T, nodes []*server.Server) {
	t.Helper()
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(10 * time.Millisecond) {
		if slices.ContainsFunc(nodes, (*server.Server).JetStreamIsLeader) && !slices.ContainsFunc(nodes, func(n *server.Server) bool { return !n.JetStreamIsCurrent() }) {
			return
		}
	}
	t.Fatal("the nodes have no leader")
}

// waitUntilReady waits until a replica has read what is live.
func waitUntilReady(t *testing.T, address string) {
	t.Helper()
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(10 * time.Millisecond) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/readyz", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		reply, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = reply.Body.Close()
		if reply.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the replica has nothing to serve")
}

// TestFleetCompose checks that the containers fit the program and each other.
func TestFleetCompose(t *testing.T) {
	var compose struct {
		Services map[string]struct {
			Command     []string
			Environment map[string]string
			Volumes     []string
		}
	}
	// Anchors are of compose's own YAML: what they say of all is checked as text.
	text := read(t, fleetExample+"compose.yaml")
	decodeYAML(t, "compose.yaml", text, &compose)
	for _, name := range []string{"one", "two"} {
		s := compose.Services[name]
		if s.Environment["NLG_REPLICA"] != name {
			t.Errorf("%s: %+v", name, s)
		}
		for variable, value := range s.Environment {
			checkVariables(t, name, func(yield func(string, string) bool) { yield(variable, value) })
		}
		for host := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(s.Environment["NLG_FROM"], "nats://"), "/bank"), ",") {
			if compose.Services[host].Environment["SERVER_NAME"] == "" || !strings.Contains(read(t, fleetExample+"nats.conf"), "nats://"+host+":6222") {
				t.Errorf("%s follows %s, which is no node", name, host)
			}
		}
	}
	if !regexp.MustCompile(`image: nats:[0-9.]+-alpine`).MatchString(text) {
		t.Error("the image of NATS has no version")
	}
}
