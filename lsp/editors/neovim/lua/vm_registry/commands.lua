-- The commands of the code lenses, which run vmr in a terminal, in the folder of the file.
local server = require('vm_registry.server')
local M = {}

local function terminal(file, arguments)
  local command = vim.list_extend({ vim.fn.expand(server.options().vmr) }, arguments)
  vim.cmd('botright new')
  local opts = { cwd = vim.fn.fnamemodify(file, ':h'), env = server.environment() }
  if vim.fn.has('nvim-0.11') == 1 then
    opts.term = true
    vim.fn.jobstart(command, opts)
  else
    vim.fn.termopen(command, opts)
  end
  vim.cmd('startinsert')
end

local function complain(text)
  vim.notify(text, vim.log.levels.ERROR)
end

-- The machines of a service, or of all when none is named, in what `vmr compose ps -o json` printed: none before it is up, several with replicas.
function M.machines_of(service, listing)
  local machines = {}
  for _, row in ipairs(vim.fn.json_decode(listing)) do
    if (service == nil or row.service == service) and type(row.machine) == 'string' and row.machine ~= '' then
      table.insert(machines, row.machine)
    end
  end
  return machines
end

-- Calls back with the machine of the service, or of the file where none is named; the user chooses where there are several.
local function with_machine(file, service, use)
  local said, wrong = {}, {}
  local command = { vim.fn.expand(server.options().vmr), 'compose', 'ps', '-f', file, '-o', 'json' }
  local job = vim.fn.jobstart(command, {
    cwd = vim.fn.fnamemodify(file, ':h'),
    env = server.environment(),
    stdout_buffered = true,
    stderr_buffered = true,
    on_stdout = function(_, lines)
      said = lines
    end,
    on_stderr = function(_, lines)
      wrong = lines
    end,
    on_exit = function(_, code)
      if code ~= 0 then
        return complain('Tried to list the machines but failed because ' .. vim.trim(table.concat(wrong, '\n')))
      end
      local machines = M.machines_of(service, table.concat(said, '\n'))
      if #machines == 0 then
        complain((service or vim.fn.fnamemodify(file, ':t')) .. ' has no machine yet. Bring it up first.')
      elseif #machines == 1 then
        use(machines[1])
      else
        vim.ui.select(machines, { prompt = 'Which machine?' }, function(machine)
          if machine ~= nil then
            use(machine)
          end
        end)
      end
    end,
  })
  if job <= 0 then
    complain('Tried to run vmr but failed because it is not executable. Put it on the PATH or name it in setup{vmr = …}.')
  end
end

function M.up(file, service)
  local arguments = { 'compose', 'up', '-f', file }
  if service ~= nil then
    table.insert(arguments, service)
  end
  terminal(file, arguments)
end

function M.logs(file, service)
  with_machine(file, service, function(machine)
    terminal(file, { 'logs', '--follow', machine })
  end)
end

function M.ssh(file, service)
  with_machine(file, service, function(machine)
    terminal(file, { 'ssh', machine })
  end)
end

-- Answers the server's code lenses: their arguments are the document and, over a service, its name.
function M.register()
  for name, run in pairs({ ['vmr.compose.up'] = M.up, ['vmr.compose.logs'] = M.logs, ['vmr.ssh'] = M.ssh }) do
    vim.lsp.commands[name] = function(command)
      local uri, service = unpack(command.arguments or {})
      run(uri ~= nil and vim.uri_to_fname(uri) or vim.api.nvim_buf_get_name(0), service)
    end
  end
end

return M
