package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"nlgserver/release"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
)

const natsComponent = "deploy/k8s/nats/"

// isNATS reports whether an object is one of the nodes of NATS.
func isNATS(name string) bool { return name == "nats" || strings.HasPrefix(name, "nats-") }

// TestKubernetesNATS checks that the manifests of NATS fit each other and the
// configuration of its nodes.
func TestKubernetesNATS(t *testing.T) {
	var component struct{ Resources []string }
	decodeYAML(t, "kustomization.yaml", read(t, natsComponent+"kustomization.yaml"), &component)
	kinds := map[string]object{}
	for _, name := range component.Resources {
		var o object
		decodeYAML(t, name, read(t, natsComponent+name), &o)
		if !isNATS(o.Metadata.Name) {
			t.Errorf("%s has another name: %s", name, o.Metadata.Name)
		}
		kinds[o.Kind] = o
	}
	set := kinds["StatefulSet"]
	p := set.Spec.Template.Spec
	c := p.Containers[0]
	checkLocked(t, p, c)
	o := natsOptions(t, nil)
	ports := map[string]bool{}
	listens := map[string]int{"client": o.Port, "cluster": o.Cluster.Port, "monitor": o.HTTPPort}
	for _, port := range c.Ports {
		ports[port.Name] = true
		if listens[port.Name] != port.ContainerPort {
			t.Errorf("port %+v, but it listens on %v", port, listens)
		}
	}
	for _, kind := range []string{"StatefulSet", "Service", "PodDisruptionBudget", "NetworkPolicy"} {
		checkSelection(t, kinds[kind], set.Spec.Template.Metadata.Labels, ports)
	}
	for _, probe := range []string{c.StartupProbe.HTTPGet.Path, c.ReadinessProbe.HTTPGet.Path, c.LivenessProbe.HTTPGet.Path} {
		if !strings.HasPrefix(probe, "/healthz") {
			t.Errorf("probe %s", probe)
		}
	}
	there := map[string]bool{}
	for _, m := range c.VolumeMounts {
		there[m.MountPath] = true
	}
	if !there[o.StoreDir] || !there[filepath.Dir(o.PidFile)] || !there["/etc/nats/users"] {
		t.Errorf("volumes %v, but it writes to %s and %s", there, o.StoreDir, o.PidFile)
	}
	if grace := p.TerminationGracePeriodSeconds; float64(grace) <= o.LameDuckDuration.Seconds()+o.LameDuckGracePeriod.Seconds() {
		t.Errorf("killed after %d s", grace)
	}
	// Every node, as the others and the replicas name it.
	var nodes []string
	for _, route := range o.Routes {
		nodes = append(nodes, route.Hostname())
	}
	var patch patched
	decodeYAML(t, "deployment.yaml", read(t, "deploy/k8s/fleet/deployment.yaml"), &patch)
	from := strings.TrimPrefix(patch.Spec.Template.Spec.Containers[0].Args[1], "--from=nats://")
	hosts, assistant, _ := strings.Cut(from, "/")
	if want := []string{"nats-0.nats-nodes", "nats-1.nats-nodes", "nats-2.nats-nodes"}; !slices.Equal(nodes, want) || !slices.Equal(strings.Split(hosts, ","), want) {
		t.Errorf("the nodes are %q, and the replicas follow %q", nodes, from)
	}
	if !strings.Contains(read(t, natsComponent+"users.conf"), "nlg_releases_"+assistant+".>") {
		t.Errorf("no user may write for %q", assistant)
	}
}

// TestSystemdNATS checks the configuration of a node for systemd, and that its nodes are
// those that the drop-in follows.
func TestSystemdNATS(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"nats-server.conf": read(t, "deploy/systemd/nats-server.conf"), "nats-users.conf": read(t, natsComponent+"users.conf")} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o, err := server.ProcessConfigFile(filepath.Join(dir, "nats-server.conf"))
	if err != nil {
		t.Fatal(err)
	}
	var nodes []string
	for _, route := range o.Routes {
		nodes = append(nodes, route.Hostname())
	}
	if want := "NLG_FROM=nats://" + strings.Join(nodes, ",") + "/bank\n"; len(o.Nkeys) != 2 || len(nodes) != 3 || !strings.Contains(read(t, "deploy/systemd/fleet.conf"), want) {
		t.Errorf("%d users; the drop-in has no %s", len(o.Nkeys), want)
	}
}

// natsOptions reads the configuration of the nodes, with keys instead of those in
// users.conf, in their order.
func natsOptions(t *testing.T, keys []string) *server.Options {
	t.Helper()
	dir := t.TempDir()
	users := read(t, natsComponent+"users.conf")
	for i, old := range regexp.MustCompile(`\bU[A-Z2-7]{55}\b`).FindAllString(users, -1) {
		if i < len(keys) {
			users = strings.Replace(users, old, keys[i], 1)
		}
	}
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	write("users/users.conf", users)
	write("nats.conf", read(t, natsComponent+"nats.conf"))
	t.Setenv("SERVER_NAME", "nats-0")
	o, err := server.ProcessConfigFile(filepath.Join(dir, "nats.conf"))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// newNKey writes the seed of a new key to a file, and returns it with the public key.
func newNKey(t *testing.T) (file, public string) {
	t.Helper()
	pair, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	seed, err := pair.Seed()
	if err != nil {
		t.Fatal(err)
	}
	if public, err = pair.PublicKey(); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "user.nk")
	if err := os.WriteFile(file, seed, 0o600); err != nil {
		t.Fatal(err)
	}
	return file, public
}

// TestNATSPermissions checks what the users of deploy/k8s/nats may do: a publisher
// everything that publishing takes, a replica to read and to say what it serves.
func TestNATSPermissions(t *testing.T) {
	publisher, publisherKey := newNKey(t)
	replica, replicaKey := newNKey(t)
	users := natsOptions(t, []string{publisherKey, replicaKey}).Nkeys
	if len(users) != 2 {
		t.Fatalf("%d users", len(users))
	}
	cluster := natstest.Start(t, 1, func(o *server.Options) { o.Nkeys = users })
	open := func(key string) release.Store {
		s, err := nats.Open(t.Context(), cluster.URL("bank"), nats.Options{NKey: key})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	p, r := open(publisher), open(replica)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()

	bundle := func(digit string) string { return release.BundleKey(strings.Repeat(digit, 64)) }
	for key, text := range map[string]string{release.LiveKey: "live", release.RecordKey(1): "one", bundle("a"): strings.Repeat("large ", 100_000)} {
		if _, err := p.Set(ctx, key, []byte(text), ""); err != nil {
			t.Fatalf("the publisher may not write %s: %v", key, err)
		}
		if got, err := r.Get(ctx, key, ""); err != nil || string(got.Data) != text {
			t.Errorf("the replica may not read %s: %v", key, err)
		}
	}
	if _, err := r.List(ctx, "releases/"); err != nil {
		t.Errorf("the replica may not list: %v", err)
	}
	if err := r.Put(ctx, release.ReplicaKey("pod-1"), []byte("beat")); err != nil {
		t.Errorf("the replica may not say what it serves: %v", err)
	}
	if beats, err := p.List(ctx, "replicas/"); err != nil || len(beats) != 1 {
		t.Errorf("the publisher finds the replicas %v, %v", beats, err)
	}
	for _, key := range []string{release.LiveKey, release.StagedKey, release.RecordKey(2), bundle("b")} {
		if err := r.Put(ctx, key, []byte("mine")); err == nil {
			t.Errorf("the replica may write %s", key)
		}
	}
	if got, err := p.Get(ctx, release.LiveKey, ""); err != nil || string(got.Data) != "live" {
		t.Errorf("%+v, %v", got, err)
	}
}
