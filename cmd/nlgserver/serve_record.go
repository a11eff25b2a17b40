package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/spf13/pflag"

	"nlgserver/internal/record"
	"nlgserver/nlg"
)

// recordFlags say which requests serve keeps.
type recordFlags struct {
	dir      string
	keep     int
	content  bool
	plain    []string
	maxBytes int64
}

func (f *recordFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.dir, "record", "", "`directory` that keeps the last requests of each response, to be replayed; texts and numbers as hashes")
	flags.IntVar(&f.keep, "record-keep", record.DefaultKeep, "how many requests are kept of each response")
	flags.BoolVar(&f.content, "record-content", false, "keep slots and arguments as they are: people's words")
	flags.StringArrayVar(&f.plain, "record-plain", nil, "`name` of a slot or an argument whose value is kept as it is; may be given several times")
	flags.Int64Var(&f.maxBytes, "record-max-bytes", record.DefaultMaxBytes, "size of all recorded requests together; above it the oldest go")
}

// start begins to record. What is returned ends it once the last files are
// written; hear is nil if nothing is to be recorded.
func (f *recordFlags) start(ctx context.Context, log *slog.Logger, language nlg.LanguageOptions) (hear func(*nlg.Request, *nlg.Message), end func(), err error) {
	if f.dir == "" {
		return nil, func() {}, nil
	}
	if f.keep < 1 {
		return nil, nil, fmt.Errorf("--record-keep: %d requests cannot be kept", f.keep)
	}
	names := []string{"language"}
	for _, place := range language.From {
		names = append(names, place.Name)
	}
	r, err := record.New(record.Options{
		Dir: f.dir, Keep: f.keep, MaxBytes: f.maxBytes, Content: f.content, Plain: f.plain, Languages: names, Log: log,
	})
	if err != nil {
		return nil, nil, &exitError{code: exitFindings, err: fmt.Errorf("--record: %w", err)}
	}
	// It outlasts ctx: requests under way are recorded too.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(ctx)
	}()
	return r.Record, func() { cancel(); <-done }, nil
}
