// Package nats is a store of releases in NATS JetStream: a key-value bucket for pointers,
// releases and moves, one for the beats of replicas, and an object store for bundles. The
// one rule: what must be true is read from the leader of the stream; the watch only says
// when to read, so that a lost consumer costs seconds and never a change.
//
// # Buckets
//
// For the assistant A they are nlg_releases_A and nlg_replicas_A (key-value) and
// nlg_bundles_A (object store), so that the nats program shows them. They are made when
// they are first written, on as many nodes as the cluster has, up to three. A bucket that
// exists is used as it is.
//
// # Permissions
//
// The streams of A are KV_nlg_releases_A, KV_nlg_replicas_A and OBJ_nlg_bundles_A: each
// of them in the place of STREAM. Everybody who reads needs to publish to
//
//	$JS.API.STREAM.INFO.STREAM
//	$JS.API.STREAM.MSG.GET.STREAM
//	$JS.API.CONSUMER.CREATE.STREAM.>
//	$JS.API.CONSUMER.CREATE.STREAM           (nats-server before 2.10)
//	$JS.API.CONSUMER.DELETE.STREAM.>
//	$JS.FC.STREAM.>                          (flow control of a download)
//
// A replica that may write its beat and nothing else needs also
//
//	$KV.nlg_replicas_A.replicas.NAME         (NAME is that of the replica)
//
// and a publisher
//
//	$JS.API.STREAM.CREATE.STREAM             (to make the buckets)
//	$JS.API.STREAM.PURGE.OBJ_nlg_bundles_A   (to remove what failed in the middle)
//	$KV.nlg_releases_A.>
//	$O.nlg_bundles_A.>
//
// Both subscribe to _INBOX.> (or [Options.InboxPrefix].>). A replica that may not make
// buckets starts all the same, and waits until a publisher has made them. With
// $JS.API.STREAM.CREATE.KV_nlg_replicas_A as well, it makes the one of the beats, so that
// already the first publisher sees it.
package nats
