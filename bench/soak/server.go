package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"nlgserver/server"
)

// serve prints its address and serves the content of a directory until it gets
// a signal to stop.
func serve(dir string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a, err := server.New(server.Options{
		Paths: []string{dir}, Listen: "127.0.0.1:0", Drain: time.Second, Poll: 5 * time.Second,
		LastGood: dir + ".last-good", MetricsResponses: true,
	})
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(dir + ".last-good") }()
	if err := a.Start(ctx); err != nil {
		return err
	}
	fmt.Println(a.Addr())
	return a.Wait(ctx)
}
