package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	// maxCommitTime is how long a commit may take, maxPushTime how long a push may.
	maxCommitTime = time.Minute
	maxPushTime   = 2 * time.Minute
)

// Tree is the working tree of a repository, to commit to. Its methods wait for nobody:
// git asks no question on a terminal.
type Tree struct {
	repository
	hooks bool
}

// Signature is the author of a commit.
type Signature struct{ Name, Email string }

// OpenTree returns the working tree that has the first of the paths. Its hooks run
// only if hooks is set.
func OpenTree(ctx context.Context, paths []string, hooks bool) (*Tree, error) {
	if len(paths) == 0 {
		return nil, errors.New("no path given")
	}
	repo, err := open(ctx, paths[0], "HEAD")
	if err != nil && strings.Contains(err.Error(), `unknown git revision "HEAD"`) {
		return nil, errors.New("the git repository has no commit yet: make the first one, with `git commit`")
	}
	if err != nil {
		return nil, err
	}
	return &Tree{*repo, hooks}, nil
}

// CanCommit reports what would keep the paths from being committed.
func (t *Tree) CanCommit(ctx context.Context, paths []string) error {
	names, err := t.names(paths)
	if err != nil {
		return err
	}
	for file, what := range map[string]string{
		"MERGE_HEAD": "a merge", "CHERRY_PICK_HEAD": "a cherry-pick", "REVERT_HEAD": "a revert", "rebase-merge": "a rebase", "rebase-apply": "a rebase",
	} {
		out, err := t.git(ctx, "rev-parse", "--git-path", file)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(string(out), "\n")
		if !filepath.IsAbs(name) {
			name = filepath.Join(t.top, name)
		}
		if _, err := os.Stat(name); err == nil {
			return fmt.Errorf("%s is going on in the git repository %s: finish it first", what, t.top)
		}
	}
	if len(names) == 0 {
		return nil
	}
	// A colon at the start of a name would have a meaning.
	out, err := t.run(ctx, "./"+strings.Join(names, "\x00./"), "check-ignore", "--stdin", "-z")
	if name, _, found := strings.Cut(string(out), "\x00"); found {
		return fmt.Errorf("git ignores %q: remove it from .gitignore, or publish into files only", strings.TrimPrefix(name, "./"))
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		err = nil // it ignores none
	}
	return err
}

// names returns the paths relative to the working tree. Links are followed: git has
// the files that they lead to.
func (t *Tree) names(paths []string) ([]string, error) {
	followed := make([]string, len(paths))
	for i, path := range paths {
		followed[i] = path
		if target, err := filepath.EvalSymlinks(path); err == nil {
			followed[i] = target
		}
	}
	return t.inTree(followed)
}

// Uncommitted returns those of the paths that differ from the last commit.
func (t *Tree) Uncommitted(ctx context.Context, paths []string) ([]string, error) {
	names, err := t.names(paths)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	out, err := t.run(ctx, "", append([]string{"diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "HEAD", "--"}, names...)...)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), nil
}

// Commit commits the paths as they are on disk, and nothing else: what else is staged
// stays staged. It returns the hash of the commit, empty if there is nothing to
// commit.
func (t *Tree) Commit(ctx context.Context, paths []string, author Signature, message string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, maxCommitTime)
	defer cancel()
	names, err := t.names(paths)
	if err != nil || len(names) == 0 {
		return "", err
	}
	// A file that git does not know yet must be announced before it can be committed
	// alone.
	fresh, err := t.run(ctx, "", append([]string{"ls-files", "--others", "-z", "--"}, names...)...)
	if err != nil {
		return "", err
	}
	var added []string
	if len(fresh) > 0 {
		added = strings.Split(strings.TrimSuffix(string(fresh), "\x00"), "\x00")
		if _, err := t.run(ctx, "", append([]string{"add", "--intent-to-add", "--"}, added...)...); err != nil {
			return "", err
		}
	}
	if dirty, err := t.Uncommitted(ctx, paths); err != nil || len(dirty) == 0 {
		return "", err
	}
	args := []string{"commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-", "--author=" + author.String()}
	if !t.hooks {
		args = append(args, "--no-verify")
	}
	message = strings.ReplaceAll(message, "\x00", "")
	if _, err := t.run(ctx, message, append(append(args, "--"), names...)...); err != nil {
		if len(added) > 0 {
			_, _ = t.run(ctx, "", append([]string{"reset", "--quiet", "--"}, added...)...)
		}
		return "", err
	}
	out, err := t.git(ctx, "rev-parse", "HEAD")
	return strings.TrimSpace(string(out)), err
}

// Push pushes the branch to where it is pushed by default.
func (t *Tree) Push(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, maxPushTime)
	defer cancel()
	_, err := t.run(ctx, "", "push", "--quiet")
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("it took longer than %v", maxPushTime)
	case strings.Contains(err.Error(), "[rejected]"):
		return errors.New("the remote has commits that this clone does not have: run `git pull --rebase`, and push again")
	case strings.Contains(err.Error(), "has no upstream branch"), strings.Contains(err.Error(), "No configured push destination"):
		return errors.New("the branch has no remote to push to: run `git push --set-upstream origin HEAD` once")
	}
	return err
}

// String returns the signature as git writes it.
func (s Signature) String() string {
	clean := func(text string) string {
		return strings.TrimSpace(strings.Map(func(r rune) rune {
			if r < ' ' || r == '<' || r == '>' || r == 0x7f {
				return -1
			}
			return r
		}, text))
	}
	name := clean(s.Name)
	if strings.Trim(name, " .,:;\"\\'") == "" {
		name = "unknown" // git refuses a name of such characters only
	}
	return name + " <" + clean(s.Email) + ">"
}

// run runs git so that it asks nothing and starts no program of the repository's.
func (t *Tree) run(ctx context.Context, input string, args ...string) ([]byte, error) {
	what := args[0]
	options := []string{"-c", "core.fsmonitor=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false"}
	if what != "check-ignore" { // it takes names, and refuses the option
		options = append(options, "--literal-pathspecs")
	}
	if !t.hooks {
		options = append(options, "-c", "core.hooksPath="+os.DevNull)
	}
	cmd := t.command(ctx, append(options, args...))
	cmd.Env = append(cmd.Env, "GIT_TERMINAL_PROMPT=0", "GIT_EDITOR=true", "GIT_ASKPASS=", "SSH_ASKPASS=")
	if os.Getenv("GIT_SSH_COMMAND") == "" {
		cmd.Env = append(cmd.Env, "GIT_SSH_COMMAND=ssh -o BatchMode=yes")
	}
	if _, err := t.git(ctx, "var", "GIT_COMMITTER_IDENT"); err != nil {
		cmd.Env = append(cmd.Env, "GIT_COMMITTER_NAME=nlgserver", "GIT_COMMITTER_EMAIL=")
	}
	cmd.Stdin = strings.NewReader(input)
	cmd.WaitDelay = time.Second // a program that git started may hold its output
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		exit.Stderr = failed.Bytes()
	}
	return out, explained(err, []string{what})
}
