package io.serai.jq;

import io.serai.settings.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.ImportStatement;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import net.thisptr.jackson.jq.internal.tree.VariableKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ObjectMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ValueMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Functions and variables that a program calls and nobody defines. The library would find out when
 * it comes by. A name defined anywhere in the program counts everywhere in it.
 */
final class Names {
  private final Set<String> functions = new TreeSet<>(Builtins.names());
  private final Set<String> variables = new TreeSet<>();
  private final Set<String> called = new LinkedHashSet<>();
  private final Set<String> read = new LinkedHashSet<>();

  private Names() {}

  /** What isn't defined, null if all is. */
  static @Nullable String undefined(Expression program) {
    var names = new Names();
    names.visit(program);
    for (var name : names.called) {
      if (!names.functions.contains(name)
          && !names.functions.contains(name.substring(0, name.lastIndexOf('/')))) {
        var question = Nearest.question(name, names.functions);
        return name + " is not defined" + (question.isEmpty() ? "" : ". " + question);
      }
    }
    for (var name : names.read) {
      if (!names.variables.contains(name)) {
        return "$" + name + " is not defined";
      }
    }
    return null;
  }

  private void visit(@Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(this::visit);
    } else if (value instanceof Pair<?, ?> pair) {
      visit(pair._1);
      visit(pair._2);
    } else if (value != null && Tree.isNode(value)) {
      node(value);
    }
  }

  private void node(Object node) {
    if (node instanceof ImportStatement) {
      throw new IllegalArgumentException("modules can't be imported");
    }
    if (node instanceof FunctionCall) {
      var args = strings(node, "args");
      var name = Tree.read("name", node) + "/" + args.size();
      called.add(name);
      if (name.equals("constant/1")) {
        // Its argument is a word, not a call.
        return;
      }
    } else if (node instanceof FormattingFilter) {
      called.add("@" + Tree.read("name", node) + "/0");
    } else if (node instanceof FunctionDefinition) {
      var args = strings(node, "args");
      functions.add(Tree.read("fname", node) + "/" + args.size());
      for (var arg : args) {
        var name = String.valueOf(arg);
        if (name.startsWith("$")) {
          variables.add(name.substring(1));
        } else {
          functions.add(name + "/0");
        }
      }
    } else if (node instanceof VariableAccess || node instanceof VariableKeyFieldConstruction) {
      read.add(String.valueOf(Tree.read("name", node)));
    } else if (node instanceof ValueMatcher) {
      variables.add(String.valueOf(Tree.read("name", node)));
    } else if (node instanceof ObjectMatcher.FieldMatcher && Tree.flag("dollar", node)) {
      variables.add(unquoted(String.valueOf(Tree.read("name", node))));
    }
    for (var member : Tree.members(node)) {
      visit(Tree.read(member, node));
    }
  }

  private static String unquoted(String literal) {
    return literal.substring(1, literal.length() - 1);
  }

  private static List<?> strings(Object node, String member) {
    return Tree.read(member, node) instanceof List<?> list ? list : new ArrayList<>();
  }
}
