// Command fleet measures how a release gets to 20 replicas: from the call of the publisher
// until the last of them has it, how long a rollback takes, how far apart the replicas
// switch, and what their requests notice while large content is compiled beside them.
//
//	go run ./bench/fleet
//
// The replicas are whole servers, five in a process, each with a connection of its own to
// the store: three nodes of NATS on disk, a hub, a directory, or an S3 gateway, which is
// polled. Everything runs on this machine and shares its processors: 20 replicas compile
// one after another, as far as there are fewer processors than replicas. So a release of
// 100,000 variations takes twenty times as long here as it takes where each replica has a
// machine of its own, and only the figures of small content are judged.
//
// What a replica's requests notice is measured with one replica, and the driver that sends
// them shares its processors.
package main
