package main

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/bench/process"
)

// The load on one replica.
const (
	connections = 4
	rate        = 200.0
)

// ask measures the requests of a replica. The client is a process of its own: what the
// publisher does would otherwise count as the replica's time.
func ask(ctx context.Context, address string, window time.Duration) (drive.Result, error) {
	var r drive.Result
	out, err := process.Output(ctx, roleClient, address, window.String())
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}

// serveClient asks a replica: the arguments are its address, and for how long.
func serveClient(args []string) error {
	window, err := time.ParseDuration(args[1])
	if err != nil {
		return err
	}
	r, err := drive.Run(args[0], drive.Request([]byte(request)), drive.Load{Connections: connections, Duration: window, Rate: rate})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}
