package sluice.sim;

final class ReferencesNameOrders extends Check {

    ReferencesNameOrders(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "When all is quiet, a reference is there if and only if an order was placed with that name, and it"
                + " names that order.";
    }

    @Override
    public void quiet(Remains remains) {
        for (var name : remains.references().keySet()) {
            var order = remains.orderOf(name);
            var named = books.named(name);
            if (named == null || !named.order.equals(order)) {
                violated(
                        "%s names %s, and %s was placed with that name",
                        name, order, named == null ? "nothing" : named);
            }
        }
        for (var order : books.orders()) {
            if (order.placed == null || order.placedBy == null) {
                continue;
            }
            for (var name : Books.namesOf(order.placed, order.placedBy)) {
                if (!remains.references().containsKey(name)
                        || !remains.orderOf(name).equals(order.order)) {
                    violated("%s was placed as %s, and that does not name it", order, name);
                }
            }
        }
    }
}
