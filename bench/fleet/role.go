package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"nlgserver/release"
	"nlgserver/release/hub"
	"nlgserver/release/nats/natstest"
	"nlgserver/release/stores"
	"nlgserver/server"
)

// The roles of a copy of this program.
const (
	// roleNATS runs three nodes, with their files in a directory.
	roleNATS = "nats"
	// roleHub serves the stores in a directory.
	roleHub = "hub"
	// roleReplicas follows a store, as several replicas.
	roleReplicas = "replicas"
	// roleClient asks a replica, and prints what it measured.
	roleClient = "client"
)

// serveRole prints its address and serves until it gets a signal to stop.
func serveRole(role string, args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch role {
	case roleNATS:
		return serveNATS(ctx, args[0])
	case roleHub:
		return serveHub(ctx, args[0])
	case roleReplicas:
		return serveReplicas(ctx, args)
	case roleClient:
		return serveClient(args)
	}
	return fmt.Errorf("there is no role %q", role)
}

func serveNATS(ctx context.Context, dir string) error {
	cluster, err := natstest.New(dir, 3)
	if err != nil {
		return err
	}
	defer cluster.Close()
	fmt.Println(cluster.Hosts())
	<-ctx.Done()
	return nil
}

func serveHub(ctx context.Context, dir string) error {
	h, err := hub.New(hub.Config{Dir: dir})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	s := &http.Server{Handler: h} //nolint:gosec // only this program calls it
	go func() {
		<-ctx.Done()
		_ = h.Close()
		_ = s.Close()
	}()
	if err := s.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// serveReplicas follows a store as the replicas of some numbers: the arguments are its
// address, the first number, and how many they are. It prints all addresses in a line.
func serveReplicas(ctx context.Context, args []string) error {
	store := args[0]
	first, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	var apps []*server.App
	var addresses []string
	for i := range count {
		a, err := server.New(server.Options{
			Listen: "127.0.0.1:0",
			Release: &server.ReleaseOptions{
				Open:    func(ctx context.Context) (release.Store, error) { return stores.Open(ctx, store, stores.Options{}) },
				Store:   stores.Shown(store),
				Replica: fmt.Sprintf("r%02d", first+i),
			},
		})
		if err != nil {
			return err
		}
		if err := a.Start(ctx); err != nil {
			return err
		}
		apps, addresses = append(apps, a), append(addresses, a.Addr())
	}
	fmt.Println(strings.Join(addresses, " "))
	<-ctx.Done()
	for _, a := range apps {
		err = errors.Join(err, a.Stop(context.Background()))
	}
	return err
}
