package server

import (
	"context"
	"log/slog"
	"time"

	"nlgserver/internal/follow"
)

// follow checks all followed files at intervals until ctx ends.
func (a *App) follow(ctx context.Context) {
	tick := time.NewTicker(a.opts.FollowEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			a.lookAtConfiguration(ctx, false)
			a.lookAtFiles(ctx, false)
		}
	}
}

// lookAtFiles checks all followed files now. asked is set if somebody waits for it.
func (a *App) lookAtFiles(ctx context.Context, asked bool) {
	look(ctx, a.followers, asked, a.opts.Log)
	for _, s := range a.assistants.Load().all {
		look(ctx, s.followers, asked, s.log)
	}
}

func look(ctx context.Context, followers []*follow.Files, asked bool, log *slog.Logger) {
	for _, f := range followers {
		switch changed, err := f.Look(ctx, asked); {
		case err != nil:
			log.Error("change rejected; the last good version stays in use", "setting", f.Setting(), "error", err)
		case changed:
			log.Info("file reloaded", "setting", f.Setting())
		}
	}
}
