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
// published without a pause. The clients, the publisher, and the store share its
// processors, and with two of them that alone doubles the 99th percentile of any server
// here. So the busy replica is compared with a quiet one on the same machine at the same
// time: it has a process of its own, as much content, the same load, and stages
// nothing. That ratio is judged. The one to the machine at rest is printed too. Both are
// medians of the rounds. All other percentiles are the nearest rank.
package main
