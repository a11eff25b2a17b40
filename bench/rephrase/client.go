package main

import (
	"context"
	"encoding/json"
	"os"
	"strconv"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/bench/process"
)

// roleClient is the role of a copy of this program that sends requests which do not ask.
const roleClient = "client"

// connections is how many connections these requests come on.
const connections = 8

// drive sends requests to a server at a fixed rate. The client is a process of its own: what
// the model and those who wait for it do here would otherwise count as the server's time.
func (b *bench) drive(ctx context.Context, address string, window time.Duration) (drive.Result, error) {
	var r drive.Result
	out, err := process.Output(ctx, roleClient, address, window.String(), strconv.FormatFloat(b.rate, 'f', -1, 64), b.turns)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}

// serveClient drives a server: the arguments are its address, for how long, the rate, and
// the length of the conversation.
func serveClient(args []string) error {
	window, err := time.ParseDuration(args[1])
	if err != nil {
		return err
	}
	rate, err := strconv.ParseFloat(args[2], 64)
	if err != nil {
		return err
	}
	body, err := drive.Body("", args[3])
	if err != nil {
		return err
	}
	r, err := drive.Run(args[0], drive.Request(body), drive.Load{Connections: connections, Duration: window, Rate: rate, Woken: true})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}
