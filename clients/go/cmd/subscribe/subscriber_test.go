package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	clientv1 "github.com/fanwire/fanwire/clients/go/gen/fanwire/client/v1"
)

type stream = grpc.BidiStreamingServer[clientv1.Command, clientv1.Reply]

// scripted is a server whose n-th connection does what the n-th script says.
type scripted struct {
	clientv1.UnimplementedClientServiceServer
	t       *testing.T
	scripts []func(*testing.T, *clientv1.SubscribeRequest, stream)
	next    atomic.Int32
	tokens  chan string // of each connection
}

func (s *scripted) Connect(stream stream) error {
	n := int(s.next.Add(1)) - 1
	if n >= len(s.scripts) {
		return status.Error(codes.Unavailable, "the script is over")
	}
	first, err := stream.Recv()
	if err != nil || first.GetConnect() == nil {
		s.t.Errorf("connection %d: want connect first, got %v, %v", n, first, err)
	}
	s.tokens <- first.GetConnect().GetToken()
	_ = stream.Send(&clientv1.Reply{Id: first.GetId(), Result: &clientv1.Reply_Connect{Connect: &clientv1.ConnectResult{Pong: n%2 == 0}}})
	second, err := stream.Recv()
	if err != nil || second.GetSubscribe() == nil {
		s.t.Errorf("connection %d: want subscribe second, got %v, %v", n, second, err)
	}
	s.scripts[n](s.t, second.GetSubscribe(), stream)
	return status.Error(codes.Unavailable, "cut")
}

// follow runs a subscriber against the scripts and returns the offsets that it
// saw. The last script has to end it.
func follow(t *testing.T, scripts ...func(*testing.T, *clientv1.SubscribeRequest, stream)) []uint64 {
	t.Helper()
	var got []uint64
	run(t, &Subscriber{OnPublication: func(p *clientv1.Publication) { got = append(got, p.Offset) }}, scripts...)
	return got
}

// run is follow for a subscriber of the test's; it returns the token of each
// connection.
func run(t *testing.T, subscriber *Subscriber, scripts ...func(*testing.T, *clientv1.SubscribeRequest, stream)) []string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	scripted := &scripted{t: t, scripts: scripts, tokens: make(chan string, len(scripts))}
	clientv1.RegisterClientServiceServer(server, scripted)
	go server.Serve(listener)
	t.Cleanup(server.Stop)

	subscriber.Server, subscriber.Channel = listener.Addr().String(), "news"
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := subscriber.Run(ctx); ctx.Err() != nil || err == nil {
		t.Fatalf("not ended by the last script: %v", err)
	}
	var tokens []string
	for range scripts {
		tokens = append(tokens, <-scripted.tokens)
	}
	return tokens
}

func subscribed(result *clientv1.SubscribeResult) *clientv1.Reply {
	return &clientv1.Reply{Id: 2, Result: &clientv1.Reply_Subscribe{Subscribe: result}}
}

func push(push *clientv1.Push) *clientv1.Reply {
	push.Channel = "news"
	return &clientv1.Reply{Result: &clientv1.Reply_Push{Push: push}}
}

func publication(offset uint64) *clientv1.Reply {
	return push(&clientv1.Push{Event: &clientv1.Push_Pub{Pub: &clientv1.Publication{Offset: offset}}})
}

func disconnect(code uint32, reconnect bool) *clientv1.Reply {
	return push(&clientv1.Push{Event: &clientv1.Push_Disconnect{Disconnect: &clientv1.Disconnect{Code: code, Reconnect: reconnect}}})
}

func send(t *testing.T, stream stream, replies ...*clientv1.Reply) {
	for _, reply := range replies {
		if err := stream.Send(reply); err != nil {
			t.Errorf("send: %v", err)
		}
	}
}

func wantPosition(t *testing.T, request *clientv1.SubscribeRequest, epoch string, offset uint64) {
	want := &clientv1.SubscribeRequest{Channel: "news", Recoverable: true, Recover: true, Epoch: epoch, Offset: offset}
	if !proto.Equal(request, want) {
		t.Errorf("subscribes with %v, want %v", request, want)
	}
}

func wantOffsets(t *testing.T, got []uint64, want ...uint64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func final(t *testing.T, _ *clientv1.SubscribeRequest, stream stream) {
	send(t, stream, disconnect(3503, false))
}

func TestComesBackWithTheLastPositionItSaw(t *testing.T) {
	got := follow(t,
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
			if request.Recover {
				t.Errorf("recovers without a position: %v", request)
			}
			send(t, stream, subscribed(&clientv1.SubscribeResult{Recoverable: true, Epoch: "e", Offset: 2}), publication(3))
		},
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
			wantPosition(t, request, "e", 3)
			// 4 to 10 are recovered; the connection is cut after 5.
			send(t, stream, subscribed(&clientv1.SubscribeResult{
				Recoverable: true, Epoch: "e", Offset: 10, WasRecovering: true, Recovered: true,
				Publications: []*clientv1.Publication{{Offset: 4}},
			}), publication(5), disconnect(3001, true))
		},
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
			wantPosition(t, request, "e", 5)
			final(t, request, stream)
		})
	wantOffsets(t, got, 3, 4, 5)
}

func TestTakesTheNewPositionWhenItCannotRecover(t *testing.T) {
	got := follow(t,
		func(t *testing.T, _ *clientv1.SubscribeRequest, stream stream) {
			send(t, stream, subscribed(&clientv1.SubscribeResult{Recoverable: true, Epoch: "old", Offset: 70}))
		},
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
			wantPosition(t, request, "old", 70)
			send(t, stream, subscribed(&clientv1.SubscribeResult{
				Recoverable: true, Epoch: "new", Offset: 4, WasRecovering: true,
				Recovery: clientv1.RecoveryOutcome_RECOVERY_OUTCOME_EPOCH_CHANGED,
			}), publication(5))
		},
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
			wantPosition(t, request, "new", 5)
			final(t, request, stream)
		})
	wantOffsets(t, got, 5)
}

func TestSubscribesAgainAfterInsufficientState(t *testing.T) {
	got := follow(t, func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
		send(t, stream, subscribed(&clientv1.SubscribeResult{Recoverable: true, Epoch: "e", Offset: 2}), publication(3),
			push(&clientv1.Push{Event: &clientv1.Push_Unsubscribe{Unsubscribe: &clientv1.Unsubscribe{Code: 2500}}}))
		again, err := stream.Recv()
		if err != nil {
			t.Errorf("no second subscribe: %v", err)
		}
		wantPosition(t, again.GetSubscribe(), "e", 3)
		final(t, request, stream)
	})
	wantOffsets(t, got, 3)
}

func TestWhatIsInNoHistoryMovesNothing(t *testing.T) {
	got := follow(t,
		func(t *testing.T, _ *clientv1.SubscribeRequest, stream stream) {
			send(t, stream, subscribed(&clientv1.SubscribeResult{Recoverable: true, Epoch: "e", Offset: 2}), publication(3), publication(0))
		},
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
			wantPosition(t, request, "e", 3)
			final(t, request, stream)
		})
	wantOffsets(t, got, 3, 0)
}

func TestSubscribesAgainWithoutWhatIsOfNoUse(t *testing.T) {
	put := func(t *testing.T, code uint32, stream stream) *clientv1.SubscribeRequest {
		send(t, stream, subscribed(&clientv1.SubscribeResult{Recoverable: true, Epoch: "e", Offset: 2}),
			push(&clientv1.Push{Event: &clientv1.Push_Unsubscribe{Unsubscribe: &clientv1.Unsubscribe{Code: code}}}))
		again, err := stream.Recv()
		if err != nil {
			t.Errorf("no subscribe after %d: %v", code, err)
		}
		return again.GetSubscribe()
	}
	want := func(t *testing.T, request *clientv1.SubscribeRequest, token string, recovers bool) {
		if request.GetToken() != token || request.GetRecover() != recovers {
			t.Errorf("subscribes with %v, want %s, recover %v", request, token, recovers)
		}
	}
	asked := 0
	getSubToken := func(context.Context) (string, error) {
		asked++
		return fmt.Sprint("token ", asked), nil
	}
	run(t, &Subscriber{GetSubToken: getSubToken},
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
			want(t, request, "token 1", false)
			want(t, put(t, 2500, stream), "token 1", true)
			want(t, put(t, subscriptionExpired, stream), "token 2", true)
			want(t, put(t, subscriptionInvalidated, stream), "token 3", false)
			expired := &clientv1.Error{Code: tokenExpired, Message: "token expired"}
			send(t, stream, &clientv1.Reply{Id: subscribeID, Result: &clientv1.Reply_Error{Error: expired}})
		},
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) {
			want(t, request, "token 4", false)
			final(t, request, stream)
		})
}

func TestBacksOffUntilASubscriptionLives(t *testing.T) {
	s := &Subscriber{}
	for ends := range 5 {
		s.subscribed(&clientv1.SubscribeResult{})
		again, err := s.subscribeAgain(t.Context(), 2500)
		if err != nil || again.command == nil || again.after >= backoffBase<<ends || s.ends != ends+1 {
			t.Fatalf("end %d: %v, %v, %d in a row", ends, again, err, s.ends)
		}
	}
	s.subscribedAt = s.subscribedAt.Add(-good - time.Second)
	if again, err := s.subscribeAgain(t.Context(), 2500); err != nil || again.after >= backoffBase || s.ends != 1 {
		t.Fatalf("after a good one: %v, %v, %d in a row", again, err, s.ends)
	}
}

func TestAnswersPingsOnlyWhereAsked(t *testing.T) {
	ping := &clientv1.Reply{}
	follow(t,
		func(t *testing.T, _ *clientv1.SubscribeRequest, stream stream) { // pong: true
			send(t, stream, ping)
			if command, err := stream.Recv(); err != nil || !proto.Equal(command, &clientv1.Command{}) {
				t.Errorf("want a pong, got %v, %v", command, err)
			}
		},
		func(t *testing.T, request *clientv1.SubscribeRequest, stream stream) { // pong: false
			send(t, stream, ping)
			final(t, request, stream)
			if command, err := stream.Recv(); err == nil {
				t.Errorf("want no command, got %v", command)
			}
		})
}

func TestARefusalIsFinal(t *testing.T) {
	follow(t, func(t *testing.T, _ *clientv1.SubscribeRequest, stream stream) {
		refused := &clientv1.Error{Code: 102, Message: "unknown channel"}
		send(t, stream, &clientv1.Reply{Id: 2, Result: &clientv1.Reply_Error{Error: refused}})
	})
}

func TestAsksForATokenOnlyWhenTheServerTakesTheLastOneNoMore(t *testing.T) {
	stay := func(t *testing.T, _ *clientv1.SubscribeRequest, stream stream) {
		send(t, stream, subscribed(&clientv1.SubscribeResult{}))
	}
	expire := func(t *testing.T, _ *clientv1.SubscribeRequest, stream stream) {
		expired := &clientv1.Error{Code: tokenExpired, Message: "token expired"}
		send(t, stream, &clientv1.Reply{Id: connectID, Result: &clientv1.Reply_Error{Error: expired}})
	}
	end := func(t *testing.T, _ *clientv1.SubscribeRequest, stream stream) {
		send(t, stream, disconnect(connectionExpired, true))
	}
	asked := 0
	tokens := run(t, &Subscriber{GetToken: func(context.Context) (string, error) {
		asked++
		if asked == 2 {
			return "", errors.New("the backend is down")
		}
		return fmt.Sprint("token ", asked), nil
	}}, stay, expire, stay, end, final)
	want := []string{"token 1", "token 1", "token 3", "token 3", "token 4"}
	if !slices.Equal(tokens, want) {
		t.Fatalf("connects with %q, want %q", tokens, want)
	}
}

func TestBackoffIsBounded(t *testing.T) {
	for failures := range 100 {
		ceiling := backoffMax
		if failures < 7 {
			ceiling = min(backoffMax, backoffBase<<failures)
		}
		for range 50 {
			if delay := backoff(failures); delay < 0 || delay >= ceiling {
				t.Fatalf("after %d failures: %v, ceiling %v", failures, delay, ceiling)
			}
		}
	}
}
