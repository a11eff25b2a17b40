package server

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/httpapi"
	"nlgserver/internal/gittest"
	"nlgserver/internal/source/branch"
)

// TestBranch checks that the status and the metrics of a server that follows a branch tell
// whether the repository answers, why not, and since when; and that a reload says so.
func TestBranch(t *testing.T) {
	gittest.Need(t)
	root := t.TempDir()
	tree := filepath.Join(root, "bot")
	if err := os.Mkdir(tree, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tree, "responses.yml"), []byte(responses("first")), 0o600); err != nil {
		t.Fatal(err)
	}
	gittest.Begin(t, tree)
	b, err := branch.New("git+file://"+filepath.ToSlash(tree)+"//?ref=main", branch.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	r := startWith(t, func(o *Options) { o.Source = b })
	state := func() *httpapi.BranchStatus {
		t.Helper()
		var status httpapi.Status
		if err := json.Unmarshal([]byte(r.get(t, "/api/v1/status")), &status); err != nil || status.Branch == nil || status.Release != nil {
			t.Fatalf("%v: %+v", err, status)
		}
		return status.Branch
	}
	commit := gittest.Git(t, tree, "rev-parse", "HEAD")
	s := state()
	if s.Ref != "main" || s.Commit != commit || s.Author != "Bob" || s.Subject != "Begin" || s.At == nil || s.FromCopy {
		t.Errorf("%+v", s)
	}
	if of := s.Repository; !of.Reachable || of.Error != "" || of.HeardAt == nil || of.Age == nil || *of.Age < 0 || !strings.HasPrefix(of.Name, "git+file://") {
		t.Errorf("%+v", of)
	}
	if up, heard := r.metric("nlg_store_up"), r.metric("nlg_store_heard_timestamp_seconds"); up != "1" || heard == "" || heard == "0" {
		t.Errorf("nlg_store_up %s, heard %s", up, heard)
	}
	away := filepath.Join(root, "elsewhere")
	if err := os.Rename(tree, away); err != nil {
		t.Fatal(err)
	}
	if status, body := r.post("/-/reload", ""); status != http.StatusServiceUnavailable || !strings.Contains(body, `"store_unreachable"`) {
		t.Errorf("%d %s", status, body)
	}
	s = state()
	if of := s.Repository; s.Commit != commit || of.Reachable || of.Error == "" || of.HeardAt == nil || of.Age == nil {
		t.Fatalf("%+v", s)
	}
	heard := *s.Repository.HeardAt
	r.post("/-/reload", "")
	if of := state().Repository; of.Reachable || !of.HeardAt.Equal(heard) {
		t.Errorf("%+v", of)
	}
	if up := r.metric("nlg_store_up"); up != "0" {
		t.Errorf("nlg_store_up %s", up)
	}
	if got := r.say(); !strings.Contains(got, "first") {
		t.Error(got)
	}

	// It is back, and what it has is broken: that is no fault of the repository.
	if err := os.Rename(away, tree); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tree, "responses.yml"), []byte("responses: 5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	gittest.Git(t, tree, "commit", "--quiet", "--all", "--message", "Break")
	if status, body := r.post("/-/reload", ""); status != http.StatusUnprocessableEntity || !strings.Contains(body, `"reload_rejected"`) {
		t.Errorf("%d %s", status, body)
	}
	s = state()
	if of := s.Repository; s.Subject != "Break" || !of.Reachable || of.Error != "" || !of.HeardAt.After(heard) {
		t.Errorf("%+v", s)
	}
	// A branch that is gone is told by a repository that answers.
	gittest.Git(t, tree, "checkout", "--quiet", "--detach")
	gittest.Git(t, tree, "branch", "--quiet", "-D", "main")
	if status, body := r.post("/-/reload", ""); status != http.StatusUnprocessableEntity || !strings.Contains(body, "has no branch") {
		t.Errorf("%d %s", status, body)
	}
	if of := state().Repository; !of.Reachable || !strings.Contains(of.Error, "has no branch") || r.metric("nlg_store_up") != "1" {
		t.Errorf("%+v", of)
	}
}

// TestBranchCopyRejected checks that a reload tells what is wrong with the copy of a branch,
// while the repository is away, and that alone once it is heard of again.
func TestBranchCopyRejected(t *testing.T) {
	gittest.Need(t)
	root, cache := t.TempDir(), t.TempDir()
	tree, away, copied := filepath.Join(root, "bot"), filepath.Join(root, "elsewhere"), filepath.Join(root, "last-good")
	if err := os.Mkdir(tree, 0o755); err != nil {
		t.Fatal(err)
	}
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(tree, "responses.yml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	open := func() *branch.Branch {
		t.Helper()
		b, err := branch.New("git+file://"+filepath.ToSlash(tree)+"//?ref=main", branch.Options{Dir: cache})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	save(responses("first"))
	gittest.Begin(t, tree)
	startWith(t, func(o *Options) { o.Source, o.LastGood = open(), copied })
	save("responses: 5\n")
	gittest.Git(t, tree, "commit", "--quiet", "--all", "--message", "Break")
	if files, found := open().Fetch(t.Context()); len(files) != 1 {
		t.Fatal(found)
	}
	move(tree, away)
	r := startWith(t, func(o *Options) { o.Source, o.LastGood = open(), copied })
	for range 2 {
		status, body := r.post("/-/reload", "")
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `"reload_rejected"`) || !strings.Contains(body, `"file":"responses.yml"`) || !strings.Contains(body, "the repository does not answer") {
			t.Errorf("%d %s", status, body)
		}
	}
	if got := r.say(); !strings.Contains(got, "first") {
		t.Error(got)
	}
	move(away, tree)
	if status, body := r.post("/-/reload", ""); status != http.StatusUnprocessableEntity || strings.Contains(body, "does not answer") {
		t.Errorf("%d %s", status, body)
	}
	save(responses("second"))
	gittest.Git(t, tree, "commit", "--quiet", "--all", "--message", "Mend")
	if status, body := r.post("/-/reload", ""); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	move(tree, away)
	if status, body := r.post("/-/reload", ""); status != http.StatusServiceUnavailable || !strings.Contains(body, `"store_unreachable"`) {
		t.Errorf("%d %s", status, body)
	}
}
