package server

import (
	"context"
	"time"
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
			a.lookAtFiles(ctx, false)
		}
	}
}

// lookAtFiles checks all followed files now. asked is set if somebody waits for it.
func (a *App) lookAtFiles(ctx context.Context, asked bool) {
	for _, f := range a.followers {
		switch changed, err := f.Look(ctx, asked); {
		case err != nil:
			a.opts.Log.Error("change rejected; the last good version stays in use", "setting", f.Setting(), "error", err)
		case changed:
			a.opts.Log.Info("file reloaded", "setting", f.Setting())
		}
	}
}
