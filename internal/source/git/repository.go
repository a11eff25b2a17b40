package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNoRepository is the error for a path outside of any repository.
var ErrNoRepository = errors.New("is not in a git repository")

// repository is a git repository at a revision.
type repository struct {
	top    string // the working tree's root, without links
	rev    string // as the user typed it
	commit string

	// run returns git with the arguments, in a repository without a working tree, which
	// has no top; nil for a repository that has one.
	run func(ctx context.Context, args []string) *exec.Cmd
	// need makes the objects available, before they are read; nil if they are.
	need func(ctx context.Context, hashes []string) error
}

// open returns the repository whose working tree has the path.
func open(ctx context.Context, name, rev string) (*repository, error) {
	dir, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	for !isDir(dir) && filepath.Dir(dir) != dir {
		dir = filepath.Dir(dir)
	}
	r := &repository{top: dir, rev: rev}
	out, err := r.git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		if strings.Contains(err.Error(), "not a git repository") {
			return nil, fmt.Errorf("%s %w", name, ErrNoRepository)
		}
		return nil, err
	}
	if r.top, err = filepath.EvalSymlinks(strings.TrimSuffix(string(out), "\n")); err != nil {
		return nil, err
	}
	out, err = r.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		if _, ok := errors.AsType[*exec.ExitError](err); ok {
			return nil, fmt.Errorf("unknown git revision %q%s", rev, r.shallow(ctx))
		}
		return nil, err
	}
	r.commit = strings.TrimSpace(string(out))
	return r, nil
}

// shallow returns what to do about a revision that a shallow clone, as CI systems
// make it, may lack; empty for any other.
func (r *repository) shallow(ctx context.Context) string {
	out, err := r.git(ctx, "rev-parse", "--is-shallow-repository")
	if err != nil || strings.TrimSpace(string(out)) != "true" {
		return ""
	}
	return ": this clone is shallow and lacks the history; run `git fetch --unshallow`, or make CI clone all of it (`fetch-depth: 0`, `GIT_DEPTH: 0`)"
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// inTree returns the paths relative to the repository's root, with slashes.
func (r *repository) inTree(paths []string) ([]string, error) {
	var out []string
	for _, given := range paths {
		abs, err := filepath.Abs(given)
		if err != nil {
			return nil, err
		}
		// Only the parents are resolved: the path itself may be a link then.
		parent, err := filepath.EvalSymlinks(filepath.Dir(abs))
		if err != nil {
			return nil, err
		}
		name, err := filepath.Rel(r.top, filepath.Join(parent, filepath.Base(abs)))
		if err != nil || !filepath.IsLocal(name) {
			return nil, fmt.Errorf("%s is not in the git repository %s", given, r.top)
		}
		out = append(out, filepath.ToSlash(name))
	}
	return out, nil
}

// git runs git in the repository and returns what it prints.
func (r *repository) git(ctx context.Context, args ...string) ([]byte, error) {
	out, err := r.command(ctx, args).Output()
	return out, explained(err, args)
}

// stream runs git in the repository with the lines as its input, and read with its
// output. If read fails, it ends git.
func (r *repository) stream(ctx context.Context, lines []string, read func(*bufio.Reader) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := r.command(ctx, args)
	var failed bytes.Buffer
	cmd.Stderr = &failed
	if len(lines) > 0 {
		cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return explained(err, args)
	}
	fault := read(bufio.NewReader(out))
	if fault != nil {
		cancel()
	}
	err = cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		exit.Stderr = failed.Bytes()
	}
	if fault != nil && (err == nil || failed.Len() == 0) {
		return fault
	}
	return explained(err, args)
}

// command returns git with the arguments, in the repository.
func (r *repository) command(ctx context.Context, args []string) *exec.Cmd {
	if r.run != nil {
		return r.run(ctx, args)
	}
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = r.top
	// The environment of a hook names the hook's own repository. Here the path
	// decides which repository is meant.
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains([]string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}, name)
	}), "LC_ALL=C") // its errors are compared
	return cmd
}

// explained returns an error of running git with what git says about it.
func explained(err error, args []string) error {
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("the program git is not installed, or not in PATH")
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(string(exit.Stderr)))
	}
	return err
}
