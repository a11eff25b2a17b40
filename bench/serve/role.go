package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync"
	"syscall"

	"github.com/gin-gonic/gin"

	"nlgserver/internal/content"
	"nlgserver/internal/source"
	"nlgserver/server"
)

// The roles of a copy of this program.
const (
	roleFloor  = "floor"
	roleServer = "nlgserver"
	// roleCrowd serves several assistants, or the content of one of them alone.
	roleCrowd = "assistants"
)

// responses is the content of nlgserver: a text with two variables.
const responses = `
responses:
  utter_greet:
    - text: "Hello {name}, welcome to {city}."
      id: greet
`

// reply is the constant reply of the floor, as long as nlgserver's reply.
const reply = `{"text":"Hello Ann, welcome to Gdansk.","id":"greet"}`

// serveRole prints its address and serves until it gets a signal to stop.
func serveRole(role string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch role {
	case roleFloor:
		return serveFloor(ctx)
	case roleCrowd:
		opts, err := crowdOptions(os.Args[1:])
		if err != nil {
			return err
		}
		return serve(ctx, opts)
	}
	return serve(ctx, server.Options{
		Source: source.Memory{Name: "bench", Files: []content.File{{Path: "responses.yml", Data: []byte(responses)}}},
	})
}

func serve(ctx context.Context, opts server.Options) error {
	opts.Listen = "127.0.0.1:0"
	a, err := server.New(opts)
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return err
	}
	fmt.Println(a.Addr())
	return a.Wait(ctx)
}

func serveFloor(ctx context.Context) error {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	pool := sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}
	engine.POST("/nlg", func(c *gin.Context) {
		b := pool.Get().(*[]byte)
		body, err := receive(c.Request, (*b)[:0])
		*b = body
		pool.Put(b)
		if err != nil {
			c.AbortWithStatus(http.StatusBadRequest)
			return
		}
		h := c.Writer.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Content-Length", strconv.Itoa(len(reply)))
		c.Writer.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(c.Writer, reply)
	})
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := server.NewServer(engine, server.Options{})
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	fmt.Println(listener.Addr())
	_ = server.Serve(listener)
	return nil
}

// receive appends the body, whose Content-Length is known, to buf.
func receive(r *http.Request, buf []byte) ([]byte, error) {
	if n := int(r.ContentLength); n > cap(buf) {
		buf = make([]byte, 0, n)
	}
	for int64(len(buf)) < r.ContentLength {
		n, err := r.Body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil && int64(len(buf)) < r.ContentLength {
			return buf, err
		}
	}
	return buf, nil
}
