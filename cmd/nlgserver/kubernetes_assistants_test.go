package main

import (
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const assistantsOverlay = "deploy/k8s/two-assistants/"

// patched is the overlay's patch of the Deployment.
type patched struct {
	Spec struct {
		Template struct {
			Spec struct {
				Containers []struct {
					Args []string
					Env  []struct {
						Name, Value string
						Patch       string `json:"$patch"`
					}
				}
				Volumes []volume
			}
		}
	}
}

// TestKubernetesAssistants serves the overlay of two assistants from volumes as Kubernetes
// mounts them: each token opens its own assistant only.
func TestKubernetesAssistants(t *testing.T) {
	var base object
	decodeYAML(t, "deployment.yaml", read(t, "deploy/k8s/base/deployment.yaml"), &base)
	var patch patched
	decodeYAML(t, "deployment.yaml", read(t, assistantsOverlay+"deployment.yaml"), &patch)
	container, env := patch.Spec.Template.Spec.Containers[0], base.Spec.Template.Spec.Containers[0].env()
	for _, v := range container.Env {
		if _, isSet := env[v.Name]; v.Patch != "delete" || !isSet {
			t.Errorf("the patch of %s changes nothing", v.Name)
		}
		delete(env, v.Name)
	}
	dir := t.TempDir()
	at := strings.NewReplacer("/content", filepath.Join(dir, "content"), "/etc/nlgserver", filepath.Join(dir, "secrets"), "/var/lib/nlgserver", filepath.Join(dir, "state")).Replace
	if err := os.Mkdir(filepath.Join(dir, "state"), 0o700); err != nil {
		t.Fatal(err)
	}
	secrets := map[string]string{}
	for _, item := range patch.Spec.Template.Spec.Volumes[0].Secret.Items {
		secrets[item.Path] = item.Path + "-value"
	}
	mountAsKubernetes(t, filepath.Join(dir, "secrets"), secrets)
	mountAsKubernetes(t, filepath.Join(dir, "content"), overlayContent(t, at))

	// Here there are no fixed ports, nobody takes over at a stop, and the log is read.
	delete(env, "GOMEMLIMIT")
	env["NLG_LISTEN"], env["NLG_ADMIN_LISTEN"], env["NLG_SHUTDOWN_DELAY"], env["NLG_LOG_FORMAT"] = "127.0.0.1:0", "127.0.0.1:0", "0s", "text"
	for name, value := range env {
		t.Setenv(name, at(value))
	}
	args := slices.Clone(container.Args)
	for i := range args {
		args[i] = at(args[i])
	}
	address := startInBackground(t, args)
	for _, tt := range []struct {
		name, token, want string
		status            int
	}{
		{"bank", "bank-token-value", `{"text":"Good day, Ann"}`, http.StatusOK},
		{"shop", "shop-token-value", `{"text":"Hi Ann!"}`, http.StatusOK},
		{"bank", "shop-token-value", "", http.StatusUnauthorized},
		{"shop", "admin-token-value", "", http.StatusUnauthorized},
	} {
		e := endpoint{URL: "http://nlgserver:5056/a/" + tt.name + "/nlg", Token: tt.token}
		reply, err := e.client(t, address).Do(e.request(t, false))
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(reply.Body)
		reply.Body.Close()
		if reply.StatusCode != tt.status || tt.want != "" && string(text) != tt.want {
			t.Errorf("%s with %s: %s %s, want %d %s", tt.name, tt.token, reply.Status, text, tt.status, tt.want)
		}
	}
}

// overlayContent returns the files of the ConfigMap, with paths of this machine.
func overlayContent(t *testing.T, at func(string) string) map[string]string {
	t.Helper()
	var k struct {
		ConfigMapGenerator []struct{ Files []string }
	}
	decodeYAML(t, "kustomization.yaml", read(t, assistantsOverlay+"kustomization.yaml"), &k)
	files := map[string]string{}
	for _, name := range k.ConfigMapGenerator[0].Files {
		files[path.Base(name)] = read(t, assistantsOverlay+name)
	}
	files[configFile] = at(files[configFile])
	return files
}

// mountAsKubernetes writes files as a volume of a ConfigMap or a Secret has them: links
// into a directory, to which a link leads that is swapped at a change.
func mountAsKubernetes(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	const now = "..2026_09_01_08_00_00.1"
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(os.MkdirAll(filepath.Join(dir, now), 0o755))
	check(os.Symlink(now, filepath.Join(dir, "..data")))
	for name, text := range files {
		check(os.WriteFile(filepath.Join(dir, now, name), []byte(text), 0o600))
		check(os.Symlink(filepath.Join("..data", name), filepath.Join(dir, name)))
	}
}
