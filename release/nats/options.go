package nats

import (
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// Options say how to connect. The zero Options are those of a server without credentials.
type Options struct {
	// Connections are shared by the stores of a process: those with the same servers and
	// credentials use one connection. Nil: the store has a connection of its own.
	Connections *Connections
	// Replicas is on how many nodes new buckets are, from 1 to 5; 0 for three, or as many as
	// the cluster has if it is smaller.
	Replicas int
	// Creds is a credentials file (a JWT and a seed), NKey a file with the seed of an nkey,
	// Token a file with a token.
	Creds, NKey, Token string
	// CA, Cert and Key are PEM files for TLS: authorities, the client's certificate and its
	// key.
	CA, Cert, Key string
	// InboxPrefix is that of the subjects of replies, for accounts that may not subscribe to
	// _INBOX.>; empty for _INBOX.
	InboxPrefix string
	// Name is what the server shows for the connection; empty for nlgserver.
	Name string
	// Wait bounds what is called with a context without a deadline; 0 for 10 s. The
	// transfer of a bundle is bounded by its progress.
	Wait time.Duration
	// Tick is how often a watch reads again, in case that its consumer is lost; 0 for 2 s.
	Tick time.Duration
	// Log gets what the connection tells; nil for nothing.
	Log *slog.Logger
}

const (
	defaultWait = 10 * time.Second
	defaultTick = 2 * time.Second
	// dialTime bounds one attempt to reach one host.
	dialTime = 2 * time.Second
	// attemptTime bounds one request: a leader that has died never answers.
	attemptTime = 3 * time.Second
	// reconnectWait and its jitter are between two rounds of attempts.
	reconnectWait   = 250 * time.Millisecond
	reconnectJitter = 500 * time.Millisecond
	// pingEvery finds a connection that is dead without a word, after two pings.
	pingEvery = 5 * time.Second
)

func (o Options) wait() time.Duration {
	if o.Wait > 0 {
		return o.Wait
	}
	return defaultWait
}

func (o Options) tick() time.Duration {
	if o.Tick > 0 {
		return o.Tick
	}
	return defaultTick
}

func (o Options) log() *slog.Logger {
	if o.Log != nil {
		return o.Log
	}
	return slog.New(slog.DiscardHandler)
}

// connecting returns what the client needs to connect.
func (o Options) connecting(a address) ([]nats.Option, error) {
	name := o.Name
	if name == "" {
		name = "nlgserver"
	}
	list := []nats.Option{
		nats.Name(name),
		nats.Timeout(dialTime),
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.IgnoreAuthErrorAbort(),
		nats.ReconnectWait(reconnectWait),
		nats.ReconnectJitter(reconnectJitter, reconnectJitter),
		// Nothing is kept to be sent later: what has failed must not happen an hour after.
		nats.ReconnectBufSize(-1),
		nats.PingInterval(pingEvery),
		nats.MaxPingsOutstanding(2),
	}
	if a.user != "" && a.secret != "" {
		list = append(list, nats.UserInfo(a.user, a.secret))
	} else if a.user != "" {
		list = append(list, nats.Token(a.user))
	}
	if o.InboxPrefix != "" {
		list = append(list, nats.CustomInboxPrefix(o.InboxPrefix))
	}
	if o.Creds != "" {
		list = append(list, nats.UserCredentials(o.Creds))
	}
	if o.Token != "" {
		// It is read at each connection, so that it can be replaced.
		list = append(list, nats.TokenHandler(func() string {
			text, err := os.ReadFile(o.Token)
			if err != nil {
				o.log().Error("cannot read the token for NATS", "error", err)
			}
			return strings.TrimSpace(string(text))
		}))
	}
	if o.NKey != "" {
		option, err := nats.NkeyOptionFromSeed(o.NKey)
		if err != nil {
			return nil, err
		}
		list = append(list, option)
	}
	if o.CA != "" {
		list = append(list, nats.RootCAs(o.CA))
	}
	if o.Cert != "" || o.Key != "" {
		list = append(list, nats.ClientCert(o.Cert, o.Key))
	}
	if a.tls {
		list = append(list, nats.Secure())
	}
	return list, nil
}

// readable returns an error for a file that cannot be read: the client would say so only
// in the background.
func (o Options) readable() error {
	for _, name := range []string{o.Creds, o.NKey, o.Token, o.CA, o.Cert, o.Key} {
		if name == "" {
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}
