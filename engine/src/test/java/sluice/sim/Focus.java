package sluice.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sluice.order.Channel;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.sim.Fault.AtPoint;
import sluice.sim.Fault.Harm;
import sluice.sim.Fault.Message;
import sluice.sim.Fault.Mishap;
import sluice.sim.Fault.OfMessage;
import sluice.sim.Fault.OfWrite;
import sluice.sim.Fault.Point;
import sluice.sim.Fault.Write;
import sluice.sim.Fault.WriteMishap;
import sluice.stock.StockCommand;
import sluice.value.Quantity;

/** Lives as {@link LifeMaker} makes them, but harsher: with more of one kind of trouble, for bugs that show in hardly any other. */
enum Focus {
    /** Just as they are made. */
    ANY {
        @Override
        void add(More more) {}
    },

    /** A placement stands still before its birth is appended, or when it is on its way, for as long as a claim is waited for. */
    HALTED_PLACEMENTS {
        @Override
        void add(More more) {
            var dice = more.dice;
            more.add(new AtPoint(
                    dice.pick(Point.CLAIMS_GRANTED, Point.BIRTH_SENT),
                    dice.between(1, 3),
                    Harm.NODE_PAUSED,
                    dice.between(9_000, 25_000)));
        }
    },

    /** Nobody vouches, and what an order asks of its SKUs and its account comes late. */
    LOST_VOUCHES {
        @Override
        void add(More more) {
            for (int i = 0; i < 6; i++) {
                var message = more.dice.percent(60) ? Message.VOUCH : Message.EFFECT;
                more.add(new OfMessage(message, more.dice.between(1, 6), Mishap.DROPPED, 0));
            }
        }
    },

    /** Nodes end just when something is written. */
    ENDED_NODES {
        @Override
        void add(More more) {
            more.add(ended(more.dice));
            more.add(ended(more.dice));
        }
    },

    /** Nodes end just when something is written, and messages of actors to themselves get lost. */
    LOST_WAKES {
        @Override
        void add(More more) {
            more.add(ended(more.dice));
            for (int nth = more.dice.between(1, 8), i = 0; i < 10; i++) {
                more.add(new OfMessage(Message.SELF, nth + i, Mishap.DROPPED, 0));
            }
        }
    },

    /** Rows are given up and come later. */
    ROWS_IN_DOUBT {
        @Override
        void add(More more) {
            for (int i = 0; i < 4; i++) {
                more.add(late(more.dice));
            }
        }
    },

    /** Nodes stand still when they are about to write, until others have their place; goods come in, and many read. */
    HALTED_WRITERS {
        @Override
        void add(More more) {
            var dice = more.dice;
            more.acts.clear();
            more.faults.removeIf(Focus::isStandstill);
            more.add(new AtPoint(
                    Point.BEFORE_PERSIST, dice.between(1, 6), Harm.NODE_PAUSED, dice.between(8_000, 11_800)));
            more.add(new AtPoint(
                    Point.BEFORE_PERSIST, dice.between(7, 20), Harm.NODE_PAUSED, dice.between(8_000, 11_800)));
            for (int i = 0; i < 8; i++) {
                more.add(dice.between(0, 12_000), receive(dice.between(0, 1)));
            }
            for (int i = 0; i < 12; i++) {
                more.add(
                        dice.between(8_000, 20_000),
                        new Act.OfSku(Stage.sku(dice.between(0, 1)), new StockCommand.Read()));
            }
        }
    },

    /** The database is away until claims have waited for word of their orders as long as they do. */
    LONG_OUTAGES {
        @Override
        void add(More more) {
            long at = more.dice.pick(more.acts).atMillis() + more.dice.between(1, 10);
            more.add(new Fault.DatabaseDown(at, more.dice.between(14_800, 15_050)));
        }
    },

    /** Many want what is sold out, refusals come late, and goods come in meanwhile. */
    SLOW_REFUSALS {
        @Override
        void add(More more) {
            var dice = more.dice;
            for (int i = 0; i < 6; i++) {
                more.add(new OfMessage(Message.GRANT, dice.between(1, 20), Mishap.DELAYED, dice.between(100, 1_000)));
            }
            for (int i = 0; i < 16; i++) {
                more.add(dice.between(0, 1_500), new Act.Place(wanted(dice.between(3, 12))));
            }
            for (int i = 0; i < 3; i++) {
                more.add(dice.between(0, 1_500), receive(0));
            }
        }
    };

    private static final long SALT = 0x5eed;

    abstract void add(More more);

    private static boolean isStandstill(Fault fault) {
        return fault instanceof Fault.NodePaused
                || (fault instanceof AtPoint(var point, var nth, var harm, var millis) && harm == Harm.NODE_PAUSED);
    }

    private static Act.Wish receive(int sku) {
        return new Act.OfSku(Stage.sku(sku), new StockCommand.Receive(Quantity.of(1), Stage.MAIN, null));
    }

    private static Fault ended(LifeDice dice) {
        return new AtPoint(
                dice.pick(Point.PERSISTED, Point.CLAIMS_GRANTED, Point.BIRTH_COMMITTED, Point.EFFECT_PERSISTED),
                dice.between(1, 4),
                Harm.NODE_KILLED,
                dice.between(1_000, 20_000));
    }

    private static Fault late(LifeDice dice) {
        return new OfWrite(Write.ROW, dice.between(1, 20), WriteMishap.COMMITS_LATE, dice.between(200, 5_000));
    }

    private static WantedOrder wanted(int units) {
        var line = new WantedLine(Stage.sku(0), Quantity.of(units), BigDecimal.TEN, null);
        return new WantedOrder(Channel.API, null, null, null, WishMaker.EURO, List.of(line), Stage.NO_METADATA);
    }

    /** The life of {@code seed}, always the same. */
    Life life(long seed) {
        var more = new More(LifeMaker.make(seed), new LifeDice(seed ^ SALT));
        add(more);
        more.acts.sort(Comparator.comparingLong(Act::atMillis));
        return SimplerLife.with(more.life, List.copyOf(more.acts), List.copyOf(more.faults));
    }

    /** What is added to a life. */
    static final class More {
        final Life life;
        final LifeDice dice;
        final List<Act> acts;
        final List<Fault> faults;

        private More(Life life, LifeDice dice) {
            this.life = life;
            this.dice = dice;
            this.acts = new ArrayList<>(life.acts());
            this.faults = new ArrayList<>(life.faults());
        }

        void add(Fault fault) {
            faults.removeIf(other -> FaultMaker.isOfSame(fault, other));
            faults.add(fault);
        }

        void add(long at, Act.Wish wish) {
            acts.add(new Act(acts.size() + 1, at, dice.between(0, life.nodes() - 1), null, false, wish));
        }
    }
}
