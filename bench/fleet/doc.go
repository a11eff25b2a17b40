// Command fleet measures how a release gets to 20 replicas: from the call of the publisher
// until the last of them has it, how long a rollback takes, how far apart the replicas
// switch, and what their requests notice while large content is compiled beside them.
//
//	go run ./bench/fleet
//
// The replicas are whole servers, five in a process, each with a connection of its own to
// the store: three nodes of NATS on disk, a hub, a directory, or an S3 gateway, which is
// polled. Everything runs on this machine and shares its processors. What is judged is
// small content with NATS; the other stores are measured with a tenth of the releases.
//
// A release of 100,000 variations is compiled by every replica, all at once. Where each has
// a machine of its own, that takes as long as with one; here, replicas wait for processors.
// So it goes to two replicas for each processor, and the time with one replica is printed
// beside it, with what twenty would take here at least.
//
// What a replica's requests notice while it prepares such a release is measured with one
// replica, in rounds: first while the machine is at rest, and then while such releases are
// published without a pause. The ratio of the two 99th percentiles is judged, the median of
// the rounds. It counts more against the replica than where machines are apart: the
// clients, the publisher, and the store share its processors. So the same load goes to
// another replica at that time, which has a process of its own, as much content, and
// stages nothing: what it notices is what the machine takes, and it is printed too.
//
// The 99th percentile of moves is the nearest rank: of a hundred, all but the slowest are
// within it. Of fewer, it is the slowest.
package main
