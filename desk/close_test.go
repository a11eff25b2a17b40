package desk

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// hanging is a source on a file system that does not answer, until it is freed.
type hanging struct{ freed chan struct{} }

func (h hanging) Fetch(context.Context) ([]nlg.File, nlg.Diagnostics) {
	<-h.freed
	return []nlg.File{{Path: "a.yml", Data: []byte("responses: {}\n")}}, nil
}

func (h hanging) Watch(context.Context, func()) error {
	<-h.freed
	return nil
}

// TestCloseWhileReadingHangs checks that a desk ends although a read of its content does
// not, whichever part of it: whoever stops the program must not have to kill it.
func TestCloseWhileReadingHangs(t *testing.T) {
	for name, hangs := range map[string]func(*Config, chan struct{}){
		"read": func(c *Config, freed chan struct{}) { c.Source = hanging{freed} },
		"beside": func(c *Config, freed chan struct{}) {
			c.Options.Beside = func(context.Context) Beside { <-freed; return Beside{} }
		},
		"open": func(*Config, chan struct{}) {},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				freed := make(chan struct{})
				cfg := Config{Source: &fakeSource{text: "a"}}
				hangs(&cfg, freed)
				d, err := New(cfg)
				if err != nil {
					t.Fatal(err)
				}
				opened := false
				d.content.open = func(context.Context, Options, *reading) (shown, []view.Finding) {
					opened = true
					<-freed
					return fakeContent{version: "late"}, nil
				}
				d.Open()
				synctest.Wait()
				began := time.Now()
				if err := d.Close(); err != nil || time.Since(began) > closeWait {
					t.Fatal(err, time.Since(began))
				}
				if err := d.Close(); err != nil || time.Since(began) > closeWait { // it is also deferred
					t.Error("again:", err, time.Since(began))
				}
				close(freed)
				synctest.Wait()
				if now := d.content.peek(); now.name != stateLoading || now.shown != nil || opened != (name == "open") {
					t.Errorf("%+v", now)
				}
			})
		})
	}
}
