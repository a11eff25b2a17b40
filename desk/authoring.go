package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/publish"
	"nlgserver/desk/internal/releases"
	"nlgserver/desk/internal/workspace"
	"nlgserver/internal/source/files"
	"nlgserver/internal/source/git"
	"nlgserver/responses"
)

// author opens the state directory.
func (d *Desk) author(a Authoring) error {
	compile := d.cfg.Options.Compile
	store, err := draft.OpenStore(draft.Config{
		Dir: a.State, Read: responses.Options{Env: compile.Env, EnvAllowed: compile.EnvAllowed},
	})
	if err != nil {
		return fmt.Errorf("cannot keep drafts: %w", err)
	}
	cfg := workspace.Config{
		Store: store, Assistant: a.Assistant, Paths: a.Paths, Read: files.Options{FollowLinks: a.FollowLinks}, Options: d.cfg.Options.view(), NoTarget: a.NoPaths,
		Changed: d.content.wake, Refresh: d.content.refresh, Background: d.cfg.Background, Log: d.cfg.Log,
	}
	if err := d.follow(&cfg, a); err != nil {
		_ = store.Close()
		return err
	}
	if len(a.Paths) > 0 {
		if err := d.aim(&cfg, a); err != nil {
			_ = store.Close()
			return err
		}
	}
	d.work = workspace.New(cfg)
	d.content.reading, d.content.rest = d.work.Reading, d.work.Rest
	if d.releases != nil {
		d.following.Go(func() { d.releases.Run(d.done) })
	}
	return nil
}

// follow sets which store is followed, if there is one.
func (d *Desk) follow(cfg *workspace.Config, a Authoring) error {
	r := a.Releases
	switch {
	case r == nil:
		return nil
	case r.Store == nil:
		return errors.New("desk: releases, and no store")
	case len(a.Paths) == 0:
		return errors.New("desk: a store of releases, and no files to publish")
	}
	d.moved.Store(1)
	d.releases = releases.New(releases.Config{
		Store: r.Store, Name: r.Name, Sign: r.Sign, Trust: r.Trust, Wait: r.Wait, Log: d.cfg.Log,
		Changed: func() {
			d.moved.Add(1)
			d.content.wake()
		},
	})
	cfg.Releases, cfg.Settings = d.releases, r.Settings
	return nil
}

// unfollow waits until the store is not followed any more, unless it hangs.
func (d *Desk) unfollow() {
	ended := make(chan struct{})
	go func() {
		d.following.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(closeWait):
		d.cfg.Log.Warn("the store of releases does not answer; not waiting for it", "waited", closeWait)
	}
}

// recoverer finishes or takes back a publication that a crash interrupted.
type recoverer interface {
	Recover(ctx context.Context) (publish.Recovered, error)
}

// inFiles is a target without a repository.
type inFiles struct{ *publish.Files }

func (f inFiles) Recover(context.Context) (publish.Recovered, error) { return f.Files.Recover() }

// aim sets where drafts are published: into the files, and if they are in a git working
// tree, as commits of it.
func (d *Desk) aim(cfg *workspace.Config, a Authoring) error {
	onDisk := &publish.Files{State: a.State}
	var target interface {
		publish.Target
		recoverer
	} = inFiles{onDisk}
	cfg.TargetName = func(context.Context) string { return target.String() }
	if _, err := git.OpenTree(d.done, a.Paths, a.Hooks); err == nil {
		target = &publish.Git{Files: onDisk, Paths: a.Paths, Push: a.Push, Hooks: a.Hooks}
		cfg.TargetName = func(ctx context.Context) string {
			if branch := git.Branch(ctx, a.Paths); branch != "" {
				return "git, branch " + branch
			}
			return "git, no branch"
		}
	} else if a.Push {
		return fmt.Errorf("cannot push: %w", err)
	} else if !errors.Is(err, git.ErrNoRepository) {
		d.cfg.Log.Warn("publishing into files, without commits", "because", err)
	}
	cfg.Target = target
	done, err := target.Recover(d.done)
	if err != nil {
		return fmt.Errorf("cannot finish the publication that was interrupted: %w", err)
	}
	switch {
	case done.Completed != nil:
		d.cfg.Log.Warn("a publication was interrupted; it is complete now", "files", done.Completed.Files, "commit", done.Completed.Commit, "problems", done.Completed.Problems)
	case len(done.TakenBack)+len(done.Kept) > 0:
		d.cfg.Log.Warn("a publication was interrupted; it was taken back, and the draft still has it", "files", done.TakenBack, "changed_since", done.Kept)
	}
	return nil
}
