package server

import (
	"context"
	"fmt"
	"reflect"

	"nlgserver/server/internal/record"
)

// RecordOptions say which requests are recorded, and where. Nothing is recorded
// without a directory.
type RecordOptions = record.Options

// recording is a recorder that runs.
type recording struct {
	*record.Recorder
	opts      RecordOptions
	languages []string
	cancel    context.CancelFunc
	ended     chan struct{}
}

// startRecording begins to record if the options ask for it. The recorder stops
// after the endpoints, so requests in flight are recorded too.
func (s *assistant) startRecording(ctx context.Context, before *assistant) error {
	if s.opts.Record.Dir == "" {
		return nil
	}
	languages := []string{"language"}
	for _, place := range s.opts.Language.From {
		languages = append(languages, place.Name)
	}
	if before != nil && before.recording.does(s.opts.Record, languages) {
		s.recording = before.recording
		return nil
	}
	recorder, err := record.New(s.opts.Record, languages, s.log)
	if err != nil {
		err = &ServeError{fmt.Errorf("%s: %w", s.opts.SettingName(SettingRecord), err)}
		if s.app.several() && !s.app.serves() {
			// It must not keep the others from their start.
			s.log.Error("requests are not recorded", "error", err)
			return nil
		}
		return err
	}
	r := &recording{Recorder: recorder, opts: s.opts.Record, languages: languages, ended: make(chan struct{})}
	ctx, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.recording = r
	go func() {
		defer close(r.ended)
		recorder.Run(ctx)
	}()
	return nil
}

// does reports whether the recorder is one by those options.
func (r *recording) does(opts RecordOptions, languages []string) bool {
	return r != nil && reflect.DeepEqual(r.opts, opts) && reflect.DeepEqual(r.languages, languages)
}

// close ends the recorder when it has written what it has.
func (r *recording) close() {
	if r != nil {
		r.cancel()
		<-r.ended
	}
}
