package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"os/user"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/desk"
	"nlgserver/internal/source/demo"
	"nlgserver/nlg"
	"nlgserver/server"
)

// deskListen is the default address of the desk: beside that of serve.
const deskListen = "127.0.0.1:5057"

const (
	// deskHeader bounds the time that the header of a request takes, and deskBody that of
	// its body; deskReply bounds the time to accept a reply, and deskWait how long a
	// connection may wait for its next request.
	deskHeader = 10 * time.Second
	deskBody   = 30 * time.Second
	deskReply  = time.Minute
	deskWait   = 2 * time.Minute
	// deskHeaderBytes is the largest header of a request.
	deskHeaderBytes = 32 << 10
	// deskConnections is how many connections may be open: whoever opens many does not
	// take the memory and the files of the machine.
	deskConnections = 512
	// deskDrain is how long requests in flight may take when the desk stops.
	deskDrain = 500 * time.Millisecond
)

// deskFlags are the flags of desk.
type deskFlags struct {
	compileFlags
	about      validation
	listen     string
	recordings string
	author     string
	state      string
	readOnly   bool
	push       bool
	releases   deskReleases
	team       deskTeam
}

func newDesk() *cobra.Command {
	var f deskFlags
	cmd := &cobra.Command{
		Use:   "desk [PATH…]",
		Short: "Open a page where responses are found, tried, changed and published",
		Long: `desk runs a page on this machine that shows an assistant's responses: find a text,
see it as its users will, see what is wrong with it, and try it with other slots, on
other channels, in other languages.

What you change is a draft until you publish it: publishing writes the files, all of
them or none, and, if they are in a git repository, commits them in your name. A file
that somebody else changed meanwhile is never overwritten. Drafts are kept in the
state directory and survive a crash. With --read-only the page changes nothing.

With --store, publishing makes the content a release too: all replicas that follow the
store ("nlgserver serve --from STORE") say it, or none. The page shows what is live, the
replicas and the releases, and goes back to one.

It prints a link to standard error. The link works once, in one browser; press Enter
in the terminal to get a new one. A saved file shows at once. A file that cannot be
loaded does not end the desk: the page says what is wrong, and the last good content
stays.

Without a path, desk shows the current directory, or, if that has no responses, a
small demo assistant. Tests are found as by "nlgserver test", settings and domains as
by "nlgserver validate".

The desk listens on a loopback address only. To open it from another machine, use an
SSH tunnel: ssh -L 5057:127.0.0.1:5057 HOST, and open the link on your machine.

For a team, there are no links: everyone enters by name, in a role. A reader finds and
tries, an author writes drafts, a publisher publishes. --users names a file of users,
NAME:HASH:ROLE:EMAIL in each line, of which htpasswd -B writes the first two fields, and
"nlgserver hash-password" the hash.
--trust-header names the header in which a proxy at --trust-proxy says who the user is.
With one of them, --listen may be an address of your network, over TLS (--tls-cert), or
behind a proxy that encrypts. Name the desk's host name with --allowed-host.

SIGINT and SIGTERM stop it, with exit code 0. The exit code is 1 if the settings, the
users or a key have an error, 2 for incorrect usage, 3 if a file or the store cannot be
read, and 4 if it cannot listen or cannot use the state directory.`,
		Example: `  nlgserver desk domain/
  nlgserver desk domain/ data/ --recordings /var/lib/nlgserver/recorded
  nlgserver desk data/responses --domain domain.yml --listen 127.0.0.1:8080
  nlgserver desk domain/ --author "Ann Lee <ann@example.com>" --push
  nlgserver desk domain/ --read-only
  nlgserver desk domain/ --store dir:/srv/releases
  nlgserver desk domain/ --store nats://nats.example/bank --store-creds bank.creds --sign-key desk.key --trust-key desk.pub
  nlgserver desk domain/ --listen :8443 --users users --tls-cert cert.pem --tls-key key.pem --allowed-host desk.example
  nlgserver desk domain/ --trust-header X-Forwarded-User --trust-proxy 127.0.0.1 --allowed-host desk.example`,
		RunE: func(cmd *cobra.Command, paths []string) error { return runDesk(cmd, &f, paths) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", deskListen, "`address` to listen on: HOST:PORT; port 0 picks a free one; only a loopback address without --users and --trust-header")
	f.about.registerAssistant(flags)
	f.register(flags)
	flags.StringVar(&f.recordings, "recordings", "", "`directory` of recorded requests, as serve --record writes it")
	flags.StringVar(&f.author, "author", "", "author of drafts and commits: \"`NAME <EMAIL>`\" (default git's user.name and user.email, else your user name)")
	flags.StringVar(&f.state, "state", "", "`directory` to keep drafts in (default one for these paths in $XDG_STATE_HOME/nlgserver/desk)")
	flags.BoolVar(&f.readOnly, "read-only", false, "change nothing")
	flags.BoolVar(&f.push, "push", false, "push each commit to where the branch is pushed by default")
	f.releases.register(flags)
	f.team.register(flags)
	cmd.MarkFlagsMutuallyExclusive("read-only", "push")
	cmd.MarkFlagsMutuallyExclusive("read-only", "state")
	cmd.MarkFlagsMutuallyExclusive("read-only", "store")
	return cmd
}

// runDesk runs the desk until a signal stops it.
func runDesk(cmd *cobra.Command, f *deskFlags, paths []string) error {
	if err := f.team.check(cmd.Flags(), f.listen); err != nil {
		return err
	}
	if err := f.releases.check(cmd.Flags()); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	cfg, err := f.config(ctx, cmd, paths)
	if err != nil {
		return err
	}
	followed, certificate, err := f.team.read(&cfg)
	if err != nil {
		return err
	}
	store, err := f.releases.open(ctx, &cfg, paths)
	if err != nil {
		return err
	}
	if store != nil {
		defer func() { _ = store.Close() }()
	}
	d, err := desk.New(cfg)
	if err != nil {
		return &exitError{code: exitServing, err: err}
	}
	defer func() { _ = d.Close() }()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return &exitError{code: exitServing, err: cannotListen(f.listen, err)}
	}
	d.Open()
	base := "http://" + listener.Addr().String()
	if certificate != nil {
		base = "https://" + listener.Addr().String()
	}
	go followFiles(ctx, followed, cfg.Log)
	if cfg.Authoring != nil {
		whose := cfg.User
		if cfg.People != nil {
			whose = "all users"
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "Drafts of %s are kept in %s.\n", whose, cfg.Authoring.State)
	}
	if store != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "Publishing makes releases in %s.\n", cfg.Authoring.Releases.Name)
	}
	if cfg.People != nil {
		f.team.tellAddress(cmd.ErrOrStderr(), listener.Addr())
	} else {
		offerLinks(cmd, base, d)
	}
	listener = server.LimitConnections(listener, deskConnections, certificate != nil)
	if certificate != nil {
		listener = tls.NewListener(listener, certificate.Config())
	}
	return serveDesk(ctx, listener, d, cfg.Log)
}

// serveDesk serves until ctx ends. Streams end with the desk.
func serveDesk(ctx context.Context, listener net.Listener, d *desk.Desk, log *slog.Logger) error {
	s := &http.Server{
		Handler: d, ReadHeaderTimeout: deskHeader, ReadTimeout: deskBody, WriteTimeout: deskReply, IdleTimeout: deskWait,
		MaxHeaderBytes: deskHeaderBytes, ErrorLog: server.NewErrorLog(log), ConnState: server.NoteConnection,
	}
	return serveHandler(ctx, s, listener, d.Close, deskDrain)
}

// config returns what the flags say.
func (f *deskFlags) config(ctx context.Context, cmd *cobra.Command, paths []string) (desk.Config, error) {
	level := slog.LevelWarn
	if f.team.enabled() {
		level = slog.LevelInfo // who has signed in
	}
	log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: level}))
	cfg := desk.Config{ReadOnly: f.readOnly, Product: "nlgserver " + programVersion(), User: userName(), Log: log}
	var err error
	if cfg.Options, err = f.deskOptions(cmd, paths); err != nil {
		return cfg, err
	}
	isDemo := false
	if len(paths) == 0 {
		_, err := load(ctx, &f.reach, nil, nlg.Options{})
		if isDemo = errors.Is(err, errNothingHere); err != nil && !isDemo {
			return cfg, err
		}
	}
	if isDemo {
		fmt.Fprintln(cmd.ErrOrStderr(), "No path given, and the current directory has no responses: this is the demo assistant. To see your own, name a file or directory.")
		cfg.Title, cfg.Origin = demoTitle, "built into nlgserver"
		cfg.Options.Beside = demoBeside
		if cfg.Source, err = demo.Source(); err != nil {
			return cfg, err
		}
		return cfg, f.writing(ctx, &cfg, nil)
	}
	cfg.Title, cfg.Origin = titleOf(paths), originOf(paths)
	cfg.Source = f.files(contentPaths(paths))
	return cfg, f.writing(ctx, &cfg, contentPaths(paths))
}

// cannotListen says why, and what to do if the port is taken.
func cannotListen(address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("--listen: %s is in use, perhaps by another desk; choose another port, such as --listen 127.0.0.1:0 for a free one", address)
	}
	return fmt.Errorf("--listen: cannot listen on %s: %w", address, causeOfListen(err))
}

// causeOfListen returns the cause without the address.
func causeOfListen(err error) error {
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e.Err
	}
	return err
}

// userName is the name of whoever runs the program.
func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "uid " + strconv.Itoa(os.Getuid())
}
