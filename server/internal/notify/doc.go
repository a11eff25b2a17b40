// Package notify reports the state of the service to systemd by the protocol of
// sd_notify(3): datagrams to the socket that NOTIFY_SOCKET names.
//
// The one rule to know: without systemd there is a nil *Notifier, which does
// nothing. A failure to send a message is returned, and never stops the server.
package notify
