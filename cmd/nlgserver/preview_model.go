package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"nlgserver/internal/width"
	"nlgserver/nlg"
	"nlgserver/preview"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
	rephrasing "nlgserver/rephrase/settings"
)

// previewModel rewords the messages of a preview. It may be nil: it then rewords nothing.
type previewModel struct {
	// file is the file of the settings.
	file   string
	inner  *rephrase.Rephraser
	client *llm.Client
}

func newPreviewModel(errs io.Writer, file *rephrasing.File) (*previewModel, error) {
	client, err := llm.New(modelOf(file))
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("--rephrase %s: %w", file.Path, err)}
	}
	options := file.Options
	options.CacheSize = 0 // a preview shows what the model says to each message
	asking := &announced{Client: client, w: errs}
	return &previewModel{filepath.ToSlash(file.Path), rephrase.New(options, asking), client}, nil
}

// close ends the connections.
func (r *previewModel) close() {
	if r != nil {
		r.client.Close()
	}
}

// reword adds to a preview what the model makes of messages, one after the other.
func (r *previewModel) reword(ctx context.Context, catalog *nlg.Catalog, request *nlg.Request, p *preview.Preview, shown []*nlg.Message) {
	if r == nil {
		return
	}
	for _, m := range shown {
		if !r.inner.Asks(m) {
			p.NotRephrased(m, r.file)
			continue
		}
		began := time.Now()
		result := r.inner.Rephrase(ctx, r.inner.Prepare(catalog, m, request))
		p.Rephrased(m, r.file, r.inner.Options(), &result, time.Since(began))
	}
}

// announced says which model it asks before it does so: what is asked leaves this machine.
type announced struct {
	*llm.Client
	w    io.Writer
	said bool
}

// Complete implements [rephrase.Model]. It is not called by several goroutines at once.
func (a *announced) Complete(ctx context.Context, prompt string) (rephrase.Completion, error) {
	if !a.said {
		a.said = true
		var models []string
		for _, d := range a.Deployments() {
			models = append(models, d.Model+" at "+d.Host)
		}
		fmt.Fprintf(a.w, "nlgserver: asking %s\n", width.Printable(strings.Join(models, " or ")))
	}
	return a.Client.Complete(ctx, prompt)
}
