package server

import (
	"context"
	"fmt"

	"nlgserver/server/internal/record"
)

// RecordOptions say which requests are recorded, and where. Nothing is recorded
// without a directory.
type RecordOptions = record.Options

// startRecorder begins to record if the options ask for it. The recorder stops
// after the endpoints, so requests in flight are recorded too.
func (a *App) startRecorder(background context.Context) error {
	if a.opts.Record.Dir == "" {
		return nil
	}
	languages := []string{"language"}
	for _, place := range a.opts.Language.From {
		languages = append(languages, place.Name)
	}
	recorder, err := record.New(a.opts.Record, languages, a.opts.Log)
	if err != nil {
		return &ServeError{fmt.Errorf("%s: %w", a.opts.SettingName(SettingRecord), err)}
	}
	a.recorder = recorder
	a.group.Go(func() { recorder.Run(background) })
	return nil
}
