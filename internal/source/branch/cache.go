package branch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"nlgserver/internal/source/git"
)

const (
	// maxPacks is how many fetches a copy may have: then it is made anew, since it keeps
	// the commits of all.
	maxPacks = 60
	// freshPrefix begins the name of a copy that is being made.
	freshPrefix = "new-"
)

// errNoObjects means that the repository does not give single objects.
var errNoObjects = errors.New("the repository gives no single objects")

// makeDir makes the directory of the copy, which nobody else may write to.
func (b *Branch) makeDir() error {
	if err := os.MkdirAll(b.opts.Dir, 0o700); err != nil {
		return fmt.Errorf("cannot make the directory for the copy of the git repository: %w", err)
	}
	if err := os.Mkdir(b.dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("cannot make the directory for the copy of the git repository: %w", err)
	}
	info, err := os.Lstat(b.dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || !isOurs(info) {
		return fmt.Errorf("the copy of the git repository, %s, belongs to another user, or others can write to it: remove it, or use another directory", b.dir)
	}
	return nil
}

func (b *Branch) repository() string { return filepath.Join(b.dir, "repository.git") }

// tracking is the ref in the copy for the branch. No two of them are in each other's way,
// as the names of branches may be.
func (b *Branch) tracking() string {
	sum := sha256.Sum256([]byte(b.at.ref))
	return "refs/nlgserver/" + hex.EncodeToString(sum[:8])
}

// locked calls do while no other process uses the copy.
func (b *Branch) locked(ctx context.Context, do func() (*reading, error)) (*reading, error) {
	lock, err := lockFile(ctx, filepath.Join(b.dir, "lock"))
	if err != nil {
		return nil, err
	}
	defer lock.Close() //nolint:errcheck // nothing was written
	left, err := filepath.Glob(filepath.Join(b.dir, freshPrefix+"*"))
	for _, name := range left { // of a process that was killed
		err = errors.Join(err, os.RemoveAll(name))
	}
	if err != nil {
		return nil, err
	}
	return do()
}

// earlier returns what the copy has; nil if it has nothing.
func (b *Branch) earlier(ctx context.Context) *reading {
	read, err := b.locked(ctx, func() (*reading, error) {
		id, err := b.copied(ctx, b.repository())
		if err != nil {
			return nil, err
		}
		return b.readCommit(ctx, b.repository(), id, reach{})
	})
	if err != nil {
		return nil // the caller tells why the copy was asked at all
	}
	return read
}

// read returns the content of the commit, or of a newer one if the branch has moved on. A
// copy that is damaged, or has grown, is made anew.
func (b *Branch) read(ctx context.Context, tip string, secret credentials) (*reading, error) {
	return b.locked(ctx, func() (*reading, error) {
		packs, _ := filepath.Glob(filepath.Join(b.repository(), "objects", "pack", "*.pack"))
		if len(packs) > 0 && len(packs) <= b.packs {
			read, err := b.update(ctx, b.repository(), tip, secret)
			if err == nil || isFinal(err) || ctx.Err() != nil {
				return read, err
			}
			b.plain = b.plain || errors.Is(err, errNoObjects)
		}
		read, err := b.anew(ctx, tip, secret)
		if errors.Is(err, errNoObjects) {
			b.plain = true
			read, err = b.anew(ctx, tip, secret)
		}
		return read, err
	})
}

// isFinal reports whether an error is the content's own.
func isFinal(err error) bool {
	_, absent := errors.AsType[*git.AbsentError](err)
	_, submodule := errors.AsType[*git.SubmoduleError](err)
	return absent || submodule
}

// anew makes a new copy, and replaces the former only once it is whole.
func (b *Branch) anew(ctx context.Context, tip string, secret credentials) (read *reading, err error) {
	fresh, err := os.MkdirTemp(b.dir, freshPrefix)
	if err != nil {
		return nil, err
	}
	defer func() {
		if gone := os.RemoveAll(fresh); err == nil {
			err = gone
		}
	}()
	if _, err := b.git(ctx, "", "", reach{}, "init", "--quiet", "--bare", "--template=", "--end-of-options", fresh); err != nil {
		return nil, err
	}
	read, err = b.update(ctx, fresh, tip, secret)
	if err != nil && !isFinal(err) {
		return nil, err
	}
	if gone := os.RemoveAll(b.repository()); gone != nil {
		return nil, gone
	}
	if moved := os.Rename(fresh, b.repository()); moved != nil {
		return nil, moved
	}
	return read, err
}

// update fetches the commit into a copy, if it does not have it, and reads it.
func (b *Branch) update(ctx context.Context, repository, tip string, secret credentials) (*reading, error) {
	way := reach{remote: true, partial: !b.plain, secret: secret}
	if id, err := b.copied(ctx, repository); err != nil || id != tip {
		args := []string{"fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--refmap="}
		if way.partial {
			args = append(args, "--filter="+filter)
		}
		args = append(args, "--end-of-options", remoteName, "+"+b.at.ref+":"+b.tracking())
		if _, err := b.git(ctx, repository, "", way, args...); err != nil {
			return nil, err
		}
	}
	id, err := b.copied(ctx, repository)
	if err != nil {
		return nil, err
	}
	return b.readCommit(ctx, repository, id, way)
}

// copied returns the commit of the branch in a copy.
func (b *Branch) copied(ctx context.Context, repository string) (string, error) {
	if _, err := os.Stat(repository); err != nil {
		return "", err
	}
	out, err := b.git(ctx, repository, "", reach{}, "rev-parse", "--verify", "--quiet", "--end-of-options", b.tracking()+"^{commit}")
	if err != nil {
		return "", err
	}
	id := strings.TrimSpace(string(out))
	if !isHash(id) {
		return "", fmt.Errorf("git rev-parse printed %.80q", id)
	}
	return id, nil
}

// readCommit reads the content of a commit in a copy.
func (b *Branch) readCommit(ctx context.Context, repository, id string, way reach) (*reading, error) {
	at := git.Bare{
		Name: b.at.shown, Commit: id,
		Run: func(ctx context.Context, args []string) *exec.Cmd {
			return b.command(ctx, repository, b.environment(reach{}), args)
		},
	}
	if way.partial {
		at.Need = func(ctx context.Context, hashes []string) error { return b.need(ctx, repository, hashes, way) }
	}
	commit, err := at.Describe(ctx)
	if err != nil {
		return nil, err
	}
	revision, submodules, err := at.Open(ctx, b.at.paths, b.opts.Files)
	if err != nil {
		return nil, err
	}
	read, found := revision.Fetch(ctx)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return judged(commit, read, found, submodules), nil
}

// need fetches those of the objects that a copy does not have.
func (b *Branch) need(ctx context.Context, repository string, hashes []string, way reach) error {
	out, err := b.git(ctx, repository, strings.Join(hashes, "\n")+"\n", reach{}, "cat-file", "--batch-check")
	if err != nil {
		return err
	}
	var missing []string
	for line := range strings.Lines(string(out)) {
		if id, ok := strings.CutSuffix(strings.TrimSpace(line), " missing"); ok {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err = b.git(ctx, repository, strings.Join(missing, "\n")+"\n", way,
		"fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--refmap=", "--filter="+filter, "--stdin", "--end-of-options", remoteName)
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("%w: %w", errNoObjects, err)
	}
	return err
}
