// Package notify tells systemd how the service is, by the protocol of
// sd_notify(3): datagrams to the socket that NOTIFY_SOCKET names.
//
// The one rule to know: without systemd there is a nil *Notifier, which does
// nothing; a message that cannot be sent is reported and never stops anything.
package notify
