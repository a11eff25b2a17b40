package git

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
)

// Commit is a commit that changed the content.
type Commit struct {
	// ID is the full hash.
	ID     string `json:"id"`
	Author string `json:"author"`
	Email  string `json:"email,omitempty"`
	// Time is when its author made it.
	Time time.Time `json:"time"`
	// Subject is the first line of the message, Body the rest.
	Subject string `json:"subject"`
	Body    string `json:"body,omitempty"`
	// Parent is the hash of its first parent; empty for the first commit.
	Parent string `json:"parent,omitempty"`
	// Files are the names of the files that it changed, from the root of the repository.
	// Only [History] returns them.
	Files []string `json:"files,omitempty"`
}

// ErrUnknownCommit is the error for what is no commit that changed the content.
var ErrUnknownCommit = errors.New("there is no such commit of this content")

// Find returns a commit, by its full hash, that changed the paths and is in the history
// of what is checked out.
func Find(ctx context.Context, paths []string, id string) (*Commit, error) {
	if (len(id) != 40 && len(id) != 64) || strings.Trim(id, "0123456789abcdef") != "" {
		return nil, ErrUnknownCommit
	}
	repo, names, err := within(ctx, paths)
	if err != nil {
		return nil, err
	}
	if _, err := repo.git(ctx, "merge-base", "--is-ancestor", id, "HEAD"); err != nil {
		return nil, ErrUnknownCommit
	}
	commits, err := repo.log(ctx, names, "--max-count=1", "--end-of-options", id)
	if err != nil {
		return nil, err
	}
	if len(commits) != 1 || commits[0].ID != id {
		return nil, ErrUnknownCommit
	}
	return &commits[0], nil
}

// Branch returns the name of the branch that is checked out; empty for none.
func Branch(ctx context.Context, paths []string) string {
	repo, _, err := within(ctx, paths)
	if err != nil {
		return ""
	}
	out, err := repo.git(ctx, "symbolic-ref", "--quiet", "--short", "HEAD")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// within returns the repository of the paths, and their names in it.
func within(ctx context.Context, paths []string) (*repository, []string, error) {
	if len(paths) == 0 {
		return nil, nil, errors.New("no path given")
	}
	repo, err := open(ctx, paths[0], "HEAD")
	if err != nil {
		return nil, nil, err
	}
	names, err := repo.inTree(paths)
	return repo, names, err
}

// History returns the last commits that changed the paths, the latest first: at most
// limit, after skipping some. There are none before the first commit.
func History(ctx context.Context, paths []string, skip, limit int) ([]Commit, error) {
	repo, names, err := within(ctx, paths)
	if err != nil {
		if strings.Contains(err.Error(), `unknown git revision "HEAD"`) {
			return nil, nil
		}
		return nil, err
	}
	commits, err := repo.log(ctx, names, "--skip="+strconv.Itoa(skip), "--max-count="+strconv.Itoa(limit), "--end-of-options", "HEAD")
	if err != nil {
		return nil, err
	}
	return commits, repo.addFiles(ctx, commits)
}

// log returns commits that changed the names.
func (r *repository) log(ctx context.Context, names []string, which ...string) ([]Commit, error) {
	args := append([]string{
		"--literal-pathspecs", "log", "--format=%H%x00%an%x00%ae%x00%aI%x00%s%x00%b%x00%P%x00", "--no-show-signature",
	}, which...)
	out, err := r.command(ctx, append(append(args, "--"), names...)).Output()
	if err != nil {
		return nil, explained(err, []string{"log"})
	}
	var commits []Commit
	for fields := strings.Split(string(out), "\x00"); len(fields) > 7; fields = fields[7:] {
		when, err := time.Parse(time.RFC3339, fields[3])
		if err != nil {
			return nil, err
		}
		parent, _, _ := strings.Cut(fields[6], " ")
		commits = append(commits, Commit{
			ID: strings.TrimSpace(fields[0]), Author: fields[1], Email: fields[2], Time: when, Subject: fields[4], Body: strings.TrimSpace(fields[5]), Parent: parent,
		})
	}
	return commits, nil
}

// addFiles adds the names of the files that the commits changed.
func (r *repository) addFiles(ctx context.Context, commits []Commit) error {
	if len(commits) == 0 {
		return nil
	}
	var ids []string
	at := map[string]int{}
	for i := range commits {
		ids = append(ids, commits[i].ID)
		at[commits[i].ID] = i
	}
	current := -1
	return r.stream(ctx, ids, func(out *bufio.Reader) error {
		for {
			name, err := out.ReadString(0)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			name = strings.TrimSuffix(name, "\x00")
			if i, ok := at[name]; ok {
				current = i
			} else if current >= 0 {
				commits[current].Files = append(commits[current].Files, name)
			}
		}
	}, "diff-tree", "--stdin", "-r", "-z", "--root", "--name-only", "--no-renames", "-m", "--first-parent")
}

// User returns the name and the email address that git commits with in the repository
// of the paths, or outside of one; empty for what is not set.
func User(ctx context.Context, paths []string) (name, email string) {
	r := &repository{top: "."}
	if len(paths) > 0 {
		if within, err := open(ctx, paths[0], "HEAD"); err == nil {
			r = within
		}
	}
	get := func(key string) string {
		out, err := r.git(ctx, "config", "--get", key)
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(out))
	}
	return get("user.name"), get("user.email")
}
