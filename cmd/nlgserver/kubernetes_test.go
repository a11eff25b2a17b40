package main

import (
	"maps"
	"net"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// object is the part of a manifest that is checked here.
type object struct {
	Kind     string
	Metadata struct{ Name string }
	Data     map[string]string
	Spec     struct {
		Selector       map[string]any
		ScaleTargetRef struct{ Kind, Name string }
		PodSelector    struct{ MatchLabels map[string]string }
		Ports          []struct{ TargetPort string }
		Ingress        []struct{ Ports []struct{ Port string } }
		Template       struct {
			Metadata struct{ Labels map[string]string }
			Spec     pod
		}
	}
}

type pod struct {
	AutomountServiceAccountToken  *bool
	TerminationGracePeriodSeconds int
	SecurityContext               struct {
		RunAsNonRoot   bool
		RunAsUser      int
		SeccompProfile struct{ Type string }
	}
	Containers []container
	Volumes    []volume
}

type volume struct {
	Name      string
	ConfigMap struct{ Name string }
	Secret    struct{ Items []struct{ Path string } }
}

type container struct {
	Image string
	Args  []string
	Env   []struct{ Name, Value string }
	Ports []struct {
		Name          string
		ContainerPort int
	}
	StartupProbe, ReadinessProbe, LivenessProbe struct {
		HTTPGet struct{ Path, Port string }
	}
	Resources       struct{ Requests, Limits map[string]string }
	SecurityContext struct {
		ReadOnlyRootFilesystem   bool
		AllowPrivilegeEscalation *bool
		Capabilities             struct{ Drop []string }
	}
	VolumeMounts []struct {
		Name, MountPath, SubPath string
		ReadOnly                 bool
	}
}

func (c container) env() map[string]string {
	env := map[string]string{}
	for _, v := range c.Env {
		env[v.Name] = v.Value
	}
	return env
}

// manifests returns the output of kustomize, if NLG_RENDERED names it, otherwise
// the files that it would combine.
func manifests(t *testing.T) (all []object, rendered bool) {
	t.Helper()
	const base = "deploy/k8s/base/"
	var texts []string
	if file := os.Getenv("NLG_RENDERED"); file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts, rendered = strings.Split(string(data), "\n---\n"), true
	} else {
		var k struct{ Resources []string }
		decodeYAML(t, "kustomization.yaml", read(t, base+"kustomization.yaml"), &k)
		for _, name := range k.Resources {
			texts = append(texts, read(t, base+name))
		}
	}
	for _, text := range texts {
		var o object
		decodeYAML(t, "manifest", text, &o)
		all = append(all, o)
	}
	return all, rendered
}

// TestKubernetes checks that the manifests fit each other and the program, and
// restrict the container as documented.
func TestKubernetes(t *testing.T) {
	all, rendered := manifests(t)
	// TestKubernetesNATS checks these.
	all = slices.DeleteFunc(all, func(o object) bool { return isNATS(o.Metadata.Name) })
	kinds := map[string]object{}
	for _, o := range all {
		kinds[o.Kind] = o
	}
	for _, kind := range []string{"Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "NetworkPolicy"} {
		if kinds[kind].Metadata.Name == "" {
			t.Errorf("there is no %s", kind)
		}
	}
	deployment := kinds["Deployment"]
	p := deployment.Spec.Template.Spec
	if len(p.Containers) != 1 {
		t.Fatalf("%d containers", len(p.Containers))
	}
	c := p.Containers[0]
	checkVariables(t, "deployment.yaml", maps.All(c.env()))
	checkLocked(t, p, c)
	checkMounts(t, p, c)
	checkLifeCycle(t, p, c)
	ports := checkPorts(t, c)
	labels := deployment.Spec.Template.Metadata.Labels
	for _, o := range all {
		checkSelection(t, o, labels, ports)
	}
	if to := kinds["HorizontalPodAutoscaler"].Spec.ScaleTargetRef; to.Kind != "Deployment" || to.Name != deployment.Metadata.Name {
		t.Errorf("the scaled object is %v", to)
	}
	if !rendered {
		return
	}
	if follows(c) {
		checkServeFlags(t, c)
	}
	if tag := regexp.MustCompile(`:([0-9][\w.-]*)$`).FindString(c.Image); tag == "" {
		t.Errorf("the image %s has no version", c.Image)
	}
	if follows(c) {
		return // the releases have the content
	}
	content := kinds["ConfigMap"]
	mounted := slices.ContainsFunc(p.Volumes, func(v volume) bool { return v.ConfigMap.Name == content.Metadata.Name })
	what := path.Base(c.Args[len(c.Args)-1])
	if what == "content" {
		what = "responses.yml"
	}
	if !mounted || content.Data[what] == "" {
		t.Errorf("the content is %+v, and the volumes are %+v", content, p.Volumes)
	}
}

// follows reports whether a container follows a store of releases.
func follows(c container) bool {
	return slices.ContainsFunc(c.Args, func(arg string) bool { return strings.HasPrefix(arg, "--from=") })
}

// checkServeFlags checks that serve has the flags in the arguments.
func checkServeFlags(t *testing.T, c container) {
	t.Helper()
	if err := newServe().ParseFlags(c.Args[1:]); err != nil {
		t.Errorf("%q: %v", c.Args, err)
	}
}

func checkLocked(t *testing.T, p pod, c container) {
	t.Helper()
	s := c.SecurityContext
	for what, ok := range map[string]bool{
		"no service account's token": p.AutomountServiceAccountToken != nil && !*p.AutomountServiceAccountToken,
		"not root":                   p.SecurityContext.RunAsNonRoot && p.SecurityContext.RunAsUser > 0,
		"seccomp":                    p.SecurityContext.SeccompProfile.Type == "RuntimeDefault",
		"read-only root":             s.ReadOnlyRootFilesystem,
		"no more privileges":         s.AllowPrivilegeEscalation != nil && !*s.AllowPrivilegeEscalation,
		"no capabilities":            slices.Equal(s.Capabilities.Drop, []string{"ALL"}),
		"requests":                   c.Resources.Requests["cpu"] != "" && c.Resources.Requests["memory"] != "",
		"limit of memory":            c.Resources.Limits["memory"] != "",
		"not the newest image":       !strings.HasSuffix(c.Image, ":latest"),
	} {
		if !ok {
			t.Errorf("the pod has no %s", what)
		}
	}
}

// checkMounts checks that every path in the settings exists in the container, and
// that the files that the program writes are on a volume.
func checkMounts(t *testing.T, p pod, c container) {
	t.Helper()
	there, writable := map[string]bool{}, map[string]bool{}
	for _, m := range c.VolumeMounts {
		i := slices.IndexFunc(p.Volumes, func(v volume) bool { return v.Name == m.Name })
		if i < 0 || m.SubPath != "" {
			t.Errorf("mount %+v", m)
			continue
		}
		there[m.MountPath], writable[m.MountPath] = true, !m.ReadOnly
		for _, item := range p.Volumes[i].Secret.Items {
			there[path.Join(m.MountPath, item.Path)] = true
		}
	}
	for _, v := range c.Env {
		if strings.HasSuffix(v.Name, "_FILE") && !there[v.Value] {
			t.Errorf("%s is not mounted: %s", v.Name, v.Value)
		}
		if v.Name == "NLG_LAST_GOOD" && !writable[path.Dir(v.Value)] {
			t.Errorf("%s cannot be written", v.Value)
		}
	}
	if c.Args[0] != "serve" || len(c.Args) < 2 {
		t.Errorf("arguments %q", c.Args)
	}
	for _, content := range c.Args[1:] {
		if flag, value, ok := strings.Cut(content, "="); ok && strings.HasPrefix(flag, "--") {
			if strings.HasPrefix(value, "/") && !there[value] && !there[path.Dir(value)] {
				t.Errorf("%s is not mounted", content)
			}
			continue
		}
		if path.Ext(content) != "" {
			content = path.Dir(content) // a configuration file, beside what it serves
		}
		if content != "--config" && !there[content] {
			t.Errorf("%s is not mounted", content)
		}
	}
}

func checkLifeCycle(t *testing.T, p pod, c container) {
	t.Helper()
	stop := longestStop(t, c.env())
	if grace := time.Duration(p.TerminationGracePeriodSeconds) * time.Second; grace <= stop {
		t.Errorf("killed after %v, but it may take %v to stop", grace, stop)
	}
	start := "/readyz"
	if follows(c) {
		start = "/healthz" // there may be no release yet
	}
	for _, probe := range []struct{ got, path, port string }{
		{c.StartupProbe.HTTPGet.Path, start, c.StartupProbe.HTTPGet.Port},
		{c.ReadinessProbe.HTTPGet.Path, "/readyz", c.ReadinessProbe.HTTPGet.Port},
		{c.LivenessProbe.HTTPGet.Path, "/healthz", c.LivenessProbe.HTTPGet.Port},
	} {
		if probe.got != probe.path || probe.port != "nlg" {
			t.Errorf("probe %+v", probe)
		}
	}
}

// checkPorts checks that the ports are those that the program listens on.
func checkPorts(t *testing.T, c container) map[string]bool {
	t.Helper()
	env, names := c.env(), map[string]bool{}
	listens := map[string]string{"nlg": env["NLG_LISTEN"], "admin": env["NLG_ADMIN_LISTEN"]}
	for _, p := range c.Ports {
		names[p.Name] = true
		host, port, err := net.SplitHostPort(listens[p.Name])
		if err != nil || host != "" || port != strconv.Itoa(p.ContainerPort) {
			t.Errorf("port %+v, but it listens on %q", p, listens[p.Name])
		}
	}
	if len(names) != len(listens) {
		t.Errorf("ports %v", names)
	}
	return names
}

// checkSelection checks that every selector of pods selects ours, and that the
// ports that it names exist.
func checkSelection(t *testing.T, o object, labels map[string]string, ports map[string]bool) {
	t.Helper()
	if o.Kind == "ServiceMonitor" {
		return // this one selects Services
	}
	selector := o.Spec.Selector
	if inner, ok := selector["matchLabels"].(map[string]any); ok {
		selector = inner
	}
	for name, value := range o.Spec.PodSelector.MatchLabels {
		selector = map[string]any{name: value}
	}
	switch o.Kind {
	case "Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy":
		if len(selector) == 0 {
			t.Errorf("%s %s selects everything", o.Kind, o.Metadata.Name)
		}
	}
	for name, value := range selector {
		if labels[name] != value {
			t.Errorf("%s %s selects %s=%v", o.Kind, o.Metadata.Name, name, value)
		}
	}
	used := []string{}
	for _, p := range o.Spec.Ports {
		used = append(used, p.TargetPort)
	}
	for _, from := range o.Spec.Ingress {
		for _, p := range from.Ports {
			used = append(used, p.Port)
		}
	}
	for _, port := range used {
		if !ports[port] {
			t.Errorf("%s %s: there is no port %s", o.Kind, o.Metadata.Name, port)
		}
	}
}
